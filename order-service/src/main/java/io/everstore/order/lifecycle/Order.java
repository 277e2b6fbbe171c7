package io.everstore.order.lifecycle;

import static io.everstore.order.lifecycle.OrderStatus.CANCELLED;
import static io.everstore.order.lifecycle.OrderStatus.CONFIRMED;
import static io.everstore.order.lifecycle.OrderStatus.PLACED;
import static io.everstore.order.lifecycle.OrderStatus.QUEUED;
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
 * (queued)  transitions to: PLACED     after the order and its key are committed
 *                           REJECTED   after it turned out that it cannot be placed
 * (new)     transitions to: PLACED     after the order and its key are committed
 * PLACED    transitions to: CONFIRMED  after the catalog reserved the stock of every line
 *                           REJECTED   after the catalog refused, or did not answer in time
 * CONFIRMED transitions to: CANCELLED  after its customer asked for it
 * REJECTED  transitions to: nothing
 * CANCELLED transitions to: nothing
 * </pre>
 *
 * @param status never {@code QUEUED}: an order that only waits to be placed is not here yet
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
        if (status == QUEUED) {
            throw new IllegalArgumentException("order " + id + " is stored, so it is not queued");
        }
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
        return begin(id, customerId, PLACED, null, lines, now);
    }

    /**
     * A new order that was acknowledged and queued, and then could not be placed, for example
     * because a product or its price was another one by then. It is kept, so that its customer
     * learns what became of it; the lines are as far as they are known.
     */
    public static Order rejectQueued(
            UUID id, String customerId, List<OrderLine> lines, String reason, Instant now) {
        return begin(id, customerId, REJECTED, reason, lines, now);
    }

    private static Order begin(
            UUID id,
            String customerId,
            OrderStatus status,
            @Nullable String reason,
            List<OrderLine> lines,
            Instant now) {
        Instant placedAt = now.truncatedTo(ChronoUnit.MICROS);
        return new Order(id, customerId, status, reason, lines, sum(lines), placedAt, placedAt);
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

    /** The stock cannot be reserved, or nobody said so in time. */
    public Order reject(String reason, Instant now) {
        return become(REJECTED, reason, now);
    }

    /** The customer does not want it any more. */
    public Order cancel(Instant now) {
        return become(CANCELLED, null, now);
    }

    private Order become(OrderStatus next, @Nullable String why, Instant now) {
        if (!status.next().contains(next)) {
            throw IllegalStatusChange.of(id, status, next);
        }
        // Another instance's clock may be behind the one that changed it last.
        Instant changed = now.truncatedTo(ChronoUnit.MICROS);
        Instant notBefore = changed.isBefore(updatedAt) ? updatedAt : changed;
        return new Order(id, customerId, next, why, lines, total, placedAt, notBefore);
    }
}
