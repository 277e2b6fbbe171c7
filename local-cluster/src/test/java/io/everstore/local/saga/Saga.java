package io.everstore.local.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Both services, and between them a Kafka that keeps no order and forgets no event. */
final class Saga implements AutoCloseable {

    static final String ORDERS = "orders.events";

    private final HandClock clock = new HandClock();
    private final EmbeddedPostgres postgres;
    private final Tier order;
    private final Tier catalog;
    private final List<Message> underWay = new ArrayList<>();
    private final List<Message> arrived = new ArrayList<>();
    private final List<UUID> placed = new ArrayList<>();
    private List<String> skus = List.of();

    Saga(Path checkout) throws IOException {
        postgres = EmbeddedPostgres.start();
        order =
                new Tier(checkout.resolve("order-service"), "io.everstore.order", url("o"), clock)
                        .withSettings("confirmation.TimeLimitSettings")
                        .withSettings("cancellation.CancellationSettings")
                        .withComponents(
                                "lifecycle.Orders",
                                "lifecycle.OrderEvents",
                                "lifecycle.StatusChanges",
                                "commit.CommitGuard",
                                "confirmation.Confirmation",
                                "confirmation.StockAnswersListener",
                                "confirmation.TimeLimit",
                                "cancellation.Cancellation")
                        .start();
        catalog =
                new Tier(
                                checkout.resolve("catalog-service"),
                                "io.everstore.catalog",
                                url("c"),
                                clock)
                        .withSettings("reservation.ReservationSettings")
                        .withComponents(
                                "stock.StockLedger",
                                "reservation.Reservations",
                                "reservation.StockEvents",
                                "reservation.HandleOrders",
                                "reservation.OrderEvents",
                                "reservation.ExpireReservations")
                        .start();
    }

    private String url(String database) {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + database);
            return postgres.getJdbcUrl("postgres", database);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Begins anew, with products of its own. */
    void begin(int products, int pieces) {
        underWay.clear();
        arrived.clear();
        placed.clear();
        String shelf =
                UUID.randomUUID().toString().substring(0, 8).toUpperCase(java.util.Locale.ROOT);
        skus =
                java.util.stream.IntStream.range(0, products)
                        .mapToObj(n -> shelf + "-" + n)
                        .toList();
        for (String sku : skus) {
            catalog.jdbc()
                    .sql(
                            """
                            insert into product (sku, name, category, price, currency, version, updated_at)
                            values (?, 'Lamp', 'Lamps', 2.50, 'GBP', 1, now())
                            """)
                    .param(sku)
                    .update();
            catalog.jdbc()
                    .sql("insert into stock (sku, quantity, initial) values (?, ?, ?)")
                    .params(sku, pieces, pieces)
                    .update();
        }
    }

    void happens(Step step) {
        switch (step.kind()) {
            case PLACE -> place(step.number());
            case DELIVER -> chosen(underWay, step).forEach(this::arrive);
            case REPEAT -> chosen(arrived, step).forEach(this::deliver);
            case CRASH ->
                    chosen(underWay, step)
                            .forEach(message -> tier(message).rollBack(() -> deliver(message)));
            case CANCEL -> chosen(placed, step).forEach(this::cancel);
            case EXPIRE -> {
                clock.moveOn(Duration.ofMinutes(20));
                catalog.call("reservation.ExpireReservations", "askAboutSome");
            }
            case TIME_OUT -> {
                clock.moveOn(Duration.ofHours(25));
                order.call("confirmation.TimeLimit", "rejectOverdue");
            }
        }
        underWay.addAll(order.told());
        underWay.addAll(catalog.told());
    }

    /** Lets everything arrive that is under way, and what comes of it. */
    void settle() {
        for (int n = 0; !underWay.isEmpty(); n++) {
            assertThat(n).as("events that bring forth events: %s", underWay).isLessThan(10_000);
            happens(new Step(Step.Kind.DELIVER, 0));
        }
    }

    /**
     * As if there were no inbox and no state of a reservation, which each keep an event that comes
     * again from having an effect.
     */
    void forgetWhatArrivedAtTheCatalog() {
        // Deleting is what the database refuses.
        catalog.jdbc().sql("truncate inbox, reservation, order_reservation").update();
    }

    private static <T> List<T> chosen(List<T> all, Step step) {
        return all.isEmpty() ? List.of() : List.of(all.get(step.number() % all.size()));
    }

    private void arrive(Message message) {
        deliver(message);
        underWay.remove(message);
        arrived.add(message);
    }

    private Tier tier(Message message) {
        return message.topic().equals(ORDERS) ? catalog : order;
    }

    private void deliver(Message message) {
        if (tier(message) == catalog) {
            catalog.call("reservation.OrderEvents", "receive", message.toRecord());
        } else {
            order.call("confirmation.StockAnswersListener", "on", message.toRecord());
        }
    }

    private void cancel(UUID id) {
        try {
            order.call("cancellation.Cancellation", "cancel", "alice", id);
        } catch (RuntimeException e) {
            assertThat(e.getClass().getSimpleName()).isEqualTo("NotCancellable");
        }
    }

    /** Placing has tests of its own; here it is what is left of it in the database. */
    private void place(int number) {
        UUID id = UUID.randomUUID();
        int quantity = 1 + number % 3;
        List<String> wanted =
                skus.stream().filter(sku -> (number >> skus.indexOf(sku)) % 2 == 0).toList();
        if (wanted.isEmpty()) {
            return;
        }
        Timestamp now = Timestamp.from(clock.instant());
        order.jdbc()
                .sql(
                        """
                        insert into orders (id, customer_id, status, currency, total, placed_at, updated_at)
                        values (?, 'alice', 'PLACED', 'GBP', 2.50 * ?, ?, ?)
                        """)
                .params(id, quantity * wanted.size(), now, now)
                .update();
        List<String> lines = new ArrayList<>();
        for (String sku : wanted) {
            order.jdbc()
                    .sql("insert into order_line values (?, ?, ?, 'Lamp', ?, 2.50)")
                    .params(id, lines.size() + 1, sku, quantity)
                    .update();
            lines.add("{\"sku\":\"%s\",\"quantity\":%d}".formatted(sku, quantity));
        }
        String data =
                "{\"orderId\":\"%s\",\"customerId\":\"alice\",\"lines\":[%s]}"
                        .formatted(id, String.join(",", lines));
        underWay.add(
                new Message(
                        UUID.randomUUID(),
                        ORDERS,
                        id.toString(),
                        "dev.everstore.order.placed.v1",
                        data));
        placed.add(id);
    }

    List<UUID> placed() {
        return placed;
    }

    List<String> skus() {
        return skus;
    }

    String statusOf(UUID id) {
        return order.jdbc()
                .sql("select status from orders where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    /** Empty if the catalog has not heard of the order. */
    String reservationOf(UUID id) {
        return catalog.jdbc()
                .sql("select state from order_reservation where order_id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .orElse("");
    }

    int stockOf(String sku) {
        return catalog.jdbc()
                .sql("select quantity from stock where sku = ?")
                .param(sku)
                .query(Integer.class)
                .single();
    }

    int confirmedOf(String sku) {
        return order.jdbc()
                .sql(
                        """
                        select coalesce(sum(quantity), 0) from order_line
                        join orders on orders.id = order_id
                        where sku = ? and status = 'CONFIRMED'
                        """)
                .param(sku)
                .query(Integer.class)
                .single();
    }

    int driftingSkus() {
        return catalog.jdbc()
                .sql("select count(*) from stock_drift where sku = any(?)")
                .param(skus.toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    @Override
    public void close() throws IOException {
        order.close();
        catalog.close();
        postgres.close();
    }
}
