package io.everstore.local.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Takes the pictures of README and docs: {@code ./mvnw -Pbrowser -Dbrowser=screenshots -pl
 * local-cluster verify}.
 */
@Tag("screenshots")
class ScreenshotsIT {

    /** So many seconds of traffic to see in the charts. */
    private static final String ENOUGH_TRAFFIC =
            "() => window.seconds === undefined"
                    + " ? (window.seconds = 0, new EventSource('/stream').addEventListener('second',"
                    + " () => window.seconds++), false) : window.seconds >= 20";

    private static Chromium chromium;
    private static RunningShop shop;

    @BeforeAll
    static void open() {
        chromium = Chromium.open();
        shop = RunningShop.open();
    }

    @AfterEach
    void heal() {
        shop.heal();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @Test
    void takesThePicturesOfTheDocs() {
        Page shopPage = chromium.visitor();
        Page consolePage = chromium.visitor(1600, 1000, ColorScheme.DARK);
        Customer customer = new Customer(shopPage).signsIn().visits("/");
        take(shopPage, "storefront");
        ConsolePage console = ConsolePage.open(consolePage);
        consolePage.waitForFunction(ENOUGH_TRAFFIC);
        take(consolePage, "console");

        customer.visits("/search?q=lamp").putsTheFirstIntoTheBasket();
        shop.stop("postgres");
        customer.buys();
        assertThat(shopPage.locator(".badge-queued")).isVisible();
        take(shopPage, "storefront-without-database");
        assertThat(console.node("pg-1")).hasAttribute("data-state", "down");
        consolePage.evaluate("() => { window.seconds = 10; }");
        consolePage.waitForFunction(ENOUGH_TRAFFIC);
        take(consolePage, "console-without-database");
    }

    private static void take(Page page, String name) {
        assertThat(page.locator("#page .bone")).hasCount(0);
        Path file = shop.everstore().checkout().resolve("docs/images/" + name + ".png");
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
        System.out.println(file);
    }
}
