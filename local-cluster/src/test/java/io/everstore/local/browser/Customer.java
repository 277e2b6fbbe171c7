package io.everstore.local.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;

/** Somebody who shops, and uses what everybody can see: words, buttons and links. */
record Customer(Page page) {

    static final String SHOP = "http://localhost:8080";

    private static final double UNTIL_CONFIRMED_MS = 60_000;

    Customer visits(String path) {
        page.navigate(SHOP + path);
        return this;
    }

    Customer signsIn() {
        visits("/login");
        page.getByLabel("Name").fill("alice");
        page.getByLabel("Password").fill("alice-demo");
        page.locator("main").getByRole(AriaRole.BUTTON, byName("Sign in")).click();
        assertThat(page.getByText("Sign out")).isVisible();
        return this;
    }

    Customer searches(String words) {
        page.getByRole(AriaRole.SEARCHBOX).pressSequentially(words);
        return this;
    }

    Customer putsTheFirstIntoTheBasket() {
        page.locator(".card-add").first().click();
        assertThat(page.locator(".count")).isVisible();
        return this;
    }

    /** From the basket to the page that says thank you. */
    Customer buys() {
        page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Your shop"))
                .getByRole(AriaRole.LINK)
                .filter(new Locator.FilterOptions().setHasText("Basket"))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Go to checkout"))
                .click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Place order")).click();
        return seesHeading("Thank you!");
    }

    Customer seesHeading(String words) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(words)))
                .isVisible();
        return this;
    }

    Customer sees(String words) {
        assertThat(page.getByText(words).first()).isVisible();
        return this;
    }

    Customer seesTheOrderConfirmed() {
        assertThat(page.locator(".badge-confirmed"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(UNTIL_CONFIRMED_MS));
        return this;
    }

    private static Locator.GetByRoleOptions byName(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
