package io.everstore.order.lifecycle;

import io.everstore.order.pricing.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Orders in each status, and the moves by the name of the status they lead to. */
final class Moves {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private Moves() {}

    static Order orderIn(OrderStatus status) {
        Order placed = Order.place(UUID.randomUUID(), "alice", lines(), NOON);
        return switch (status) {
            case QUEUED -> throw new IllegalArgumentException("no order is QUEUED");
            case PLACED -> placed;
            case CONFIRMED -> placed.confirm(NOON);
            case REJECTED -> placed.reject("OUT_OF_STOCK", NOON);
            case CANCELLED -> placed.confirm(NOON).cancel(NOON);
        };
    }

    static Order move(Order order, OrderStatus to, Instant now) {
        return switch (to) {
            case QUEUED, PLACED -> throw new IllegalArgumentException("no move leads to " + to);
            case CONFIRMED -> order.confirm(now);
            case REJECTED -> order.reject("OUT_OF_STOCK", now);
            case CANCELLED -> order.cancel(now);
        };
    }

    private static List<OrderLine> lines() {
        Money price = new Money(new BigDecimal("2.55"), "GBP");
        return List.of(new OrderLine("85123A", "White hanging heart", 3, price));
    }
}
