package io.everstore.order.placement;

import io.everstore.order.history.OrderView;
import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.idempotency.OrderId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A wish to buy, the same object for every attempt to fulfil it.
 *
 * @param orderId what customer and key stand for; only orders from before ids were derived have
 *     another one
 * @param sentAt when it was taken in; becomes the time of the order, to the microseconds that
 *     PostgreSQL keeps, and tells a request's own order from one that was there before
 */
public record Purchase(
        UUID orderId, String customer, IdempotencyKey key, Basket basket, Instant sentAt) {

    /** A purchase that comes in now. */
    public static Purchase of(String customer, IdempotencyKey key, Basket basket, Instant now) {
        return new Purchase(
                OrderId.of(customer, key),
                customer,
                key,
                basket,
                now.truncatedTo(ChronoUnit.MICROS));
    }

    /** As the API shows it while it waits to be placed; names and prices come then. */
    public OrderView view() {
        return OrderView.queued(
                orderId,
                basket.items().stream()
                        .map(item -> OrderView.Line.queued(item.sku(), item.quantity()))
                        .toList(),
                basket.expectedTotal(),
                sentAt);
    }
}
