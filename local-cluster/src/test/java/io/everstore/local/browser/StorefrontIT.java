package io.everstore.local.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A customer in front of a real shop that loses its parts. {@code ./mvnw -Pbrowser -pl
 * local-cluster verify}, on what was packaged before; a shop that is running is used, otherwise one
 * is started.
 */
@Tag("test")
class StorefrontIT {

    private static Chromium chromium;
    private static RunningShop shop;

    @BeforeAll
    static void open() {
        chromium = Chromium.open();
        shop = RunningShop.open();
    }

    @AfterEach
    void heal() {
        chromium.sendVisitorsHome();
        shop.heal();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void searchesBuysAndSeesTheOrderConfirmed() {
        new Customer(chromium.visitor())
                .signsIn()
                .searches("tepot")
                .seesHeading("Results for “tepot”")
                .sees("We have nothing spelled exactly like")
                .putsTheFirstIntoTheBasket()
                .buys()
                .seesTheOrderConfirmed();
    }

    /** As behind a proxy that lets no stream through: the page asks instead. */
    @Test
    void seesTheOrderConfirmedThoughNoStreamComesThrough() {
        Page page = chromium.visitor();
        AtomicInteger cut = new AtomicInteger();
        page.route(
                "**/api/orders/*/events",
                route -> {
                    cut.incrementAndGet();
                    route.abort();
                });

        new Customer(page)
                .signsIn()
                .visits("/")
                .putsTheFirstIntoTheBasket()
                .buys()
                .seesTheOrderConfirmed();

        assertThat(cut).as("streams that were cut").hasPositiveValue();
    }

    @Test
    void shopsOnWhileThePrimaryDatabaseIsKilled() {
        Customer customer =
                new Customer(chromium.visitor()).signsIn().visits("/").putsTheFirstIntoTheBasket();

        shop.everstore().inject("kill", shop.primaryDatabase());

        customer.buys().visits("/category/Kitchen").seesHeading("Kitchen");
        customer.putsTheFirstIntoTheBasket().buys().seesTheOrderConfirmed();
    }

    @Test
    void shopsOnWhileAllOfRedisIsStopped() {
        Customer customer = new Customer(chromium.visitor()).signsIn();

        shop.stop("redis");

        customer.visits("/search?q=lamp")
                .seesHeading("Results for “lamp”")
                .putsTheFirstIntoTheBasket()
                .buys()
                .seesTheOrderConfirmed();
    }

    @Test
    void buysWhatIsInTheBasketWhileAllOfTheCatalogIsStopped() {
        Customer customer =
                new Customer(chromium.visitor()).signsIn().visits("/").putsTheFirstIntoTheBasket();

        shop.stop("catalog");
        customer.buys().sees("We have your order");
        shop.heal();

        customer.seesTheOrderConfirmed();
    }

    /** Where a basket is kept in the browser, nothing that the shop loses can empty it. */
    @Test
    void keepsTheBasketAndSaysSoWhileAllOfTheOrdersAreStopped() {
        Customer customer =
                new Customer(chromium.visitor()).signsIn().visits("/").putsTheFirstIntoTheBasket();

        shop.stop("order");
        customer.visits("/orders").sees("your basket is safe");
        customer.visits("/basket").seesHeading("Your basket");
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void isAccessibleOnEveryPage(ColorScheme scheme) {
        Page page = chromium.visitor(1280, 860, scheme);
        Customer customer = new Customer(page);
        for (String path :
                List.of("/", "/search?q=lamp", "/search?q=xyzzyx", "/login", "/basket")) {
            assertAccessible(customer.visits(path));
        }
        customer.signsIn().visits("/category/Kitchen").putsTheFirstIntoTheBasket();
        assertAccessible(customer);
        page.locator(".card-link").first().click();
        assertAccessible(customer.sees("From the same shelf"));
        customer.visits("/basket").seesHeading("Your basket");
        assertAccessible(customer);
        assertAccessible(customer.buys().seesTheOrderConfirmed());
        for (String path : List.of("/orders", "/checkout", "/no-such-page")) {
            assertAccessible(customer.visits(path));
        }
    }

    @Test
    void isAccessibleOnAPhone() {
        Customer customer = new Customer(chromium.visitor(390, 844, ColorScheme.LIGHT));
        for (String path : List.of("/", "/search?q=lamp", "/basket", "/login")) {
            assertAccessible(customer.visits(path));
        }
    }

    /** Every rule of axe, best practices included, not only those of WCAG 2.2 AA. */
    private static void assertAccessible(Customer customer) {
        Page page = customer.page();
        PlaywrightAssertions.assertThat(page.locator("h1:visible")).hasCount(1);
        PlaywrightAssertions.assertThat(page.locator("#page .bone")).hasCount(0);
        List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations)
                .as(page.url())
                .extracting(rule -> rule.getId() + ": " + rule.getNodes().getFirst().getHtml())
                .isEmpty();
    }
}
