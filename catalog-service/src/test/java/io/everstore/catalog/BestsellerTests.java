package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.catalog.caching.PageKind;
import io.everstore.catalog.caching.Pages;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What sells best, from the orders to the window. */
class BestsellerTests extends RunningService {

    /** As long as a window may be. */
    private static final int MOST = 100;

    private static final String CONFIRMED = "dev.everstore.order.confirmed.v1";

    @Autowired private Pages pages;

    @BeforeEach
    void forgetOtherTests() {
        db.sql("delete from bestseller").update();
        db.sql("update product set featured_rank = null where featured_rank is not null").update();
    }

    @Test
    void putsWhatSellsBestIntoTheWindowAndThenWhatEditorsChose() {
        String chosen = product("Chosen", "Lamps", "2.50", 1);
        db.sql("update product set featured_rank = 1 where sku = ?").param(chosen).update();
        String some = product("Sold sometimes", "Lamps", "2.50", 1);
        String often = product("Sold often", "Lamps", "2.50", 1);
        confirm(UUID.randomUUID(), some, 1);
        confirm(UUID.randomUUID(), often, 1);
        confirm(UUID.randomUUID(), often, 2);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(window(often, some, chosen))
                                        .containsExactly(often, some, chosen));
    }

    @Test
    void countsAnOrderOnceHoweverOftenItIsConfirmed() {
        String repeated = product("Repeated", "Lamps", "2.50", 1);
        String more = product("More", "Lamps", "2.50", 1);
        UUID order = UUID.randomUUID();
        UUID event = UUID.randomUUID();
        send(event, order, repeated, 2);
        send(event, order, repeated, 2);
        confirm(order, repeated, 2);
        // The same key, so that it is read after them.
        Events.on("orders.events")
                .send(
                        UUID.randomUUID(),
                        order.toString(),
                        CONFIRMED,
                        data(UUID.randomUUID(), more, 5));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(window(more, repeated)).containsExactly(more, repeated));
    }

    @Test
    void forgetsWhatWasSoldLongAgo() {
        String old = product("Old", "Lamps", "2.50", 1);
        db.sql(
                        """
                        insert into bestseller (sku, heat)
                        values (?, ln(100) + ln(2) * extract(epoch from now() - interval '70 days') / 604800)
                        """)
                .param(old)
                .update();
        String fresh = product("Fresh", "Lamps", "2.50", 1);
        confirm(UUID.randomUUID(), fresh, 1);
        confirm(UUID.randomUUID(), old, 0);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(window(fresh, old)).containsExactly(fresh, old));
    }

    @Test
    void leavesOutWhatIsSoldOut() {
        String gone = product("Gone", "Lamps", "2.50", 0);
        String left = product("Left", "Lamps", "2.50", 1);
        UUID order = UUID.randomUUID();
        confirm(order, gone, 9);
        Events.on("orders.events")
                .send(
                        UUID.randomUUID(),
                        order.toString(),
                        CONFIRMED,
                        data(UUID.randomUUID(), left, 1));

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(window(gone, left)).containsExactly(left));
    }

    @Test
    void showsWhatEditorsChoseWhileSalesAreUnknown() throws SQLException {
        String second = product("Second choice", "Lamps", "2.50", 1);
        String first = product("First choice", "Lamps", "2.50", 1);
        db.sql("update product set featured_rank = 2 where sku = ?").param(second).update();
        db.sql("update product set featured_rank = 1 where sku = ?").param(first).update();

        assertThat(window(first, second)).as("nothing is sold").containsExactly(first, second);

        owner("alter table bestseller rename to bestseller_away");
        try {
            assertThat(window(first, second))
                    .as("nothing can be read")
                    .containsExactly(first, second);
        } finally {
            owner("alter table bestseller_away rename to bestseller");
        }
    }

    /** These, as they are in the window; events of other tests may still come in. */
    private List<String> window(String... these) {
        pages.changed(PageKind.LIST);
        return get("/api/bestsellers?limit=" + MOST).texts("$.items[*].sku").stream()
                .filter(List.of(these)::contains)
                .toList();
    }

    private static void confirm(UUID order, String sku, int quantity) {
        send(UUID.randomUUID(), order, sku, quantity);
    }

    private static void send(UUID event, UUID order, String sku, int quantity) {
        Events.on("orders.events")
                .send(event, order.toString(), CONFIRMED, data(order, sku, quantity));
    }

    private static String data(UUID order, String sku, int quantity) {
        return "{\"orderId\":\"%s\",\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}"
                .formatted(order, sku, quantity);
    }

    private static void owner(String sql) throws SQLException {
        try (var connection = Surroundings.POSTGRES.database("catalog").getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
