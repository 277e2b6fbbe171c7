package io.everstore.order.lifecycle;

import static io.everstore.order.lifecycle.OrderStatus.CONFIRMED;
import static io.everstore.order.lifecycle.OrderStatus.PLACED;
import static io.everstore.order.lifecycle.OrderStatus.REJECTED;

import io.everstore.order.pricing.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order and the only places where its status changes. A move that is not listed throws {@link
 * IllegalStatusChange}.
 *
 * <pre>
 * (new)     transitions to: PLACED     after the order and its key are committed
 * PLACED    transitions to: CONFIRMED  after the catalog reserved the stock of every line
 *                           REJECTED   after the catalog refused; nothing is reserved
 * CONFIRMED transitions to: nothing
 * REJECTED  transitions to: nothing
 * </pre>
 *
 * @param reason why it was rejected, such as {@code OUT_OF_STOCK}; null in every other status
 * @param total always the sum of the lines
 * @param placedAt with the microseconds that PostgreSQL keeps, so that it reads as it was answered
 */
public record Order(
        UUID id,
        String customerId,
        OrderStatus status,
        @Nullable String reason,
        List<OrderLine> lines,
        Money total,
        Instant placedAt,
        Instant updatedAt) {

    public Order {
        lines = List.copyOf(lines);
        if (!total.equals(sum(lines))) {
            throw new IllegalArgumentException(
                    "order " + id + ": the lines do not add up to " + total);
        }
        if ((status == REJECTED) != (reason != null)) {
            throw new IllegalArgumentException(
                    "order " + id + " is " + status + ", reason " + reason);
        }
    }

    /** A new order of at least one line. */
    public static Order place(UUID id, String customerId, List<OrderLine> lines, Instant now) {
        Instant placedAt = now.truncatedTo(ChronoUnit.MICROS);
        return new Order(id, customerId, PLACED, null, lines, sum(lines), placedAt, placedAt);
    }

    /** What lines cost together; they share one currency. */
    public static Money sum(List<OrderLine> lines) {
        return lines.stream()
                .map(OrderLine::total)
                .reduce(Money::plus)
                .orElseThrow(() -> new IllegalArgumentException("an order has at least one line"));
    }

    /** The stock is reserved. */
    public Order confirm(Instant now) {
        return become(CONFIRMED, null, now);
    }

    /** The stock cannot be reserved. */
    public Order reject(String reason, Instant now) {
        return become(REJECTED, reason, now);
    }

    private Order become(OrderStatus next, @Nullable String why, Instant now) {
        if (status != PLACED) {
            throw IllegalStatusChange.of(id, status, next);
        }
        // Another instance's clock may be behind the one that placed the order.
        Instant changed = now.truncatedTo(ChronoUnit.MICROS);
        Instant notBefore = changed.isBefore(placedAt) ? placedAt : changed;
        return new Order(id, customerId, next, why, lines, total, placedAt, notBefore);
    }
}
