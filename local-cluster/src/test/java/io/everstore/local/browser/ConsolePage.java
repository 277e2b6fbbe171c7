package io.everstore.local.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.Map;

/** The console as a page: its cards, and when they changed. */
record ConsolePage(Page page) {

    static final String ADDRESS = "http://localhost:8090";

    private static final double UNTIL_UP_MS = 60_000;

    /** Notes every change of a card, with the browser's time. */
    private static final String WATCH =
            """
            () => {
              window.changes = [];
              const note = (card) => window.changes.push({ at: Date.now(), node: card.dataset.node,
                state: card.dataset.state, role: card.dataset.role });
              new MutationObserver((seen) => seen.forEach(({ target }) => note(target)))
                .observe(document.getElementById('tiers'),
                  { subtree: true, attributeFilter: ['data-state', 'data-role'] });
            }
            """;

    /** What a card showed, and from when. */
    record Change(Instant at, String node) {}

    static ConsolePage open(Page page) {
        page.navigate(ADDRESS);
        ConsolePage console = new ConsolePage(page);
        console.awaitAllUp();
        assertThat(page.locator("#requests-key")).not().isEmpty();
        return console;
    }

    Locator node(String name) {
        return page.locator("[data-node=" + name + "]");
    }

    void press(String label) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(label).setExact(true))
                .click();
    }

    void awaitAllUp() {
        assertThat(page.getByRole(AriaRole.STATUS))
                .hasText(
                        java.util.regex.Pattern.compile("All \\d+ nodes are up"),
                        new LocatorAssertions.HasTextOptions().setTimeout(UNTIL_UP_MS));
    }

    void watchChanges() {
        page.evaluate(WATCH);
    }

    Instant firstRed(String node) {
        return first("c.node === node && ['down', 'restarting'].includes(c.state)", node).at();
    }

    Change firstPrimaryAfter(String old) {
        return first("c.node.startsWith('pg-') && c.node !== node && c.role === 'primary'", old);
    }

    private Change first(String condition, String node) {
        Object found =
                page.waitForFunction("node => window.changes.find((c) => " + condition + ")", node)
                        .jsonValue();
        Map<?, ?> change = (Map<?, ?>) found;
        long millis = ((Number) change.get("at")).longValue();
        return new Change(Instant.ofEpochMilli(millis), String.valueOf(change.get("node")));
    }
}
