package io.everstore.local.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.OrderEvents;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** DESIGN 4, I1 to I5 and I7, checked on the databases and the event log. */
public final class Invariants {

    private final Everstore everstore;
    private final Set<String> attempted = new HashSet<>();
    private final Map<String, Set<String>> acknowledged = new HashMap<>();

    public Invariants(Everstore everstore) {
        this.everstore = everstore;
    }

    /** Adds what a client knows: every key that it sent, and every id that it was given. */
    public void know(List<LedgerLine> ledger) {
        for (LedgerLine line : ledger) {
            attempted.add(line.key());
            if (line.isOk()) {
                acknowledged.computeIfAbsent(line.key(), _ -> new HashSet<>()).add(line.orderId());
            }
        }
    }

    /** Waits until nothing is under way, then checks all; returns a line for the report. */
    public String check() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::isQuiet);
        everyAcknowledgedOrderExistsOnce();
        stockAddsUp();
        everyOrderHasItsEvents();
        totalsAddUp();
        return "%d acknowledged orders, no violation of I1-I5 and I7 observed"
                .formatted(acknowledged.size());
    }

    /** Whether every order is placed and settled and every event on its way out is sent. */
    public boolean isQuiet() {
        return isIntakeEmpty()
                && everstore
                                .databases()
                                .count(
                                        "orders",
                                        "select count(*) from orders where status = 'PLACED'")
                        == 0
                && everstore.databases().count("orders", "select count(*) from outbox") == 0
                && everstore.databases().count("catalog", "select count(*) from outbox") == 0;
    }

    private boolean isIntakeEmpty() {
        try (Brokers brokers = everstore.brokers()) {
            return brokers.isIntakeEmpty();
        }
    }

    /** I1, I2 and I4. */
    private void everyAcknowledgedOrderExistsOnce() {
        Map<String, String> placed =
                everstore
                        .databases()
                        .query("orders", "select key, order_id from idempotency_key")
                        .stream()
                        .map(row -> row.split("\\|", -1))
                        .collect(Collectors.toMap(row -> row[0], row -> row[1]));
        acknowledged.forEach(
                (key, ids) ->
                        assertThat(ids)
                                .as("I1, I2: the order acknowledged for %s", key)
                                .containsExactly(placed.get(key)));
        assertThat(attempted).as("I4: no order that nobody sent").containsAll(placed.keySet());
        assertThat(
                        everstore
                                .databases()
                                .count(
                                        "orders",
                                        "select count(*) from orders o where not exists (select from idempotency_key k where k.order_id = o.id)"))
                .as("I2, I4: orders without a key")
                .isZero();
    }

    /**
     * I3: per SKU, adjustments = remaining + reserved, and what is reserved is what is confirmed.
     */
    private void stockAddsUp() {
        assertThat(everstore.databases().query("catalog", "select * from stock_drift"))
                .as("I3: drift")
                .isEmpty();
        assertThat(
                        everstore
                                .databases()
                                .count("catalog", "select count(*) from stock where quantity < 0"))
                .as("I3: oversold")
                .isZero();
        // The catalog gives pieces of a cancelled order back when it hears of it: a moment later.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(
                                                lines(
                                                        "catalog",
                                                        "select order_id, sku, quantity from reservation where state is distinct from 'RELEASED'"))
                                        .as("I3: reserved = lines of confirmed orders")
                                        .isEqualTo(
                                                lines(
                                                        "orders",
                                                        "select order_id, sku, quantity from order_line join orders on id = order_id where status = 'CONFIRMED'")));
    }

    private Set<String> lines(String database, String sql) {
        return new HashSet<>(everstore.databases().query(database, sql));
    }

    /** I5: what the events tell is what the orders are, each event with one effect. */
    private void everyOrderHasItsEvents() {
        OrderEvents events = allEvents();
        assertThat(events.finalStates())
                .as("I5: what the events say = what the orders are")
                .isEqualTo(lines("orders", "select id, status from orders"));
        assertThat(events.repeatedWithAnotherId()).as("I5: one event for each change").isEmpty();
        assertThat(events.settledBeforePlaced()).as("I5: in order for each order").isEmpty();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(
                                                lines(
                                                        "catalog",
                                                        "select event_id from inbox where consumer = 'catalog-service.stock'"))
                                        .as("I5: every event of an order was taken exactly once")
                                        .isEqualTo(events.ids()));
    }

    private OrderEvents allEvents() {
        try (Brokers brokers = everstore.brokers()) {
            return OrderEvents.read(brokers, brokers.beginnings(OrderEvents.TOPIC), _ -> true);
        }
    }

    /** I7. */
    private void totalsAddUp() {
        assertThat(
                        everstore
                                .databases()
                                .query(
                                        "orders",
                                        "select id from orders join order_line on order_id = id group by id, total having sum(quantity * unit_price) <> total"))
                .as("I7: totals")
                .isEmpty();
        assertThat(
                        everstore
                                .databases()
                                .count(
                                        "orders",
                                        "select count(*) from orders where status not in ('CONFIRMED', 'REJECTED', 'CANCELLED')"))
                .as("I7: settled")
                .isZero();
    }
}
