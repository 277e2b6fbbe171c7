package io.everstore.order.intake;

import io.everstore.order.idempotency.Fingerprint;
import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.idempotency.MalformedKey;
import io.everstore.order.placement.Basket;
import io.everstore.order.placement.Purchase;
import io.everstore.order.pricing.Money;
import io.everstore.outbox.EventReader;
import io.everstore.outbox.MalformedEvent;
import io.everstore.outbox.ReceivedEvent;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The data of {@value #TYPE}: all that is needed to place the order later, and nothing that the
 * customer did not send.
 *
 * @param fingerprint of the request, to tell a re-send from another one with the same key
 */
record QueuedOrder(
        UUID orderId,
        String customerId,
        String key,
        String fingerprint,
        List<Line> lines,
        @Nullable Money expectedTotal) {

    static final String TOPIC = "orders.intake";
    static final String TYPE = "dev.everstore.order.queued.v1";

    /** So much of one product. */
    record Line(String sku, int quantity) {}

    static QueuedOrder of(Purchase purchase) {
        Basket basket = purchase.basket();
        return new QueuedOrder(
                purchase.orderId(),
                purchase.customer(),
                purchase.key().value(),
                basket.fingerprint().hex(),
                basket.items().stream().map(item -> new Line(item.sku(), item.quantity())).toList(),
                basket.expectedTotal());
    }

    /**
     * The purchase that was queued.
     *
     * @throws MalformedEvent when the event is no order that this service would have queued
     */
    static Purchase read(ReceivedEvent event, EventReader reader) {
        QueuedOrder order = reader.read(event, QueuedOrder.class);
        try {
            Purchase purchase = order.purchase(event);
            if (!purchase.orderId().equals(order.orderId())
                    || !purchase.basket()
                            .fingerprint()
                            .equals(new Fingerprint(order.fingerprint()))) {
                throw MalformedEvent.because(event, "id or fingerprint are of another request");
            }
            return purchase;
        } catch (IllegalArgumentException | MalformedKey | ArithmeticException notAnOrder) {
            throw MalformedEvent.because(event, String.valueOf(notAnOrder.getMessage()));
        }
    }

    private Purchase purchase(ReceivedEvent event) {
        List<Basket.Item> items =
                lines.stream()
                        .map(line -> new Basket.Item(line.sku(), line.quantity(), List.of()))
                        .toList();
        return Purchase.of(
                customerId,
                new IdempotencyKey(key),
                new Basket(items, expectedTotal),
                event.time());
    }
}
