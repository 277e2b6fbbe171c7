package io.everstore.order.lifecycle;

import io.everstore.outbox.Outbox;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What happened to an order, told to others on {@value #TOPIC} with the order's id as the key. Each
 * method joins the transaction of the change it tells of, and throws if there is none.
 */
@Component
public class OrderEvents {

    static final String TOPIC = "orders.events";

    private final Outbox outbox;

    OrderEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    public void placed(Order order) {
        List<Placed.Line> lines =
                order.lines().stream()
                        .map(line -> new Placed.Line(line.sku(), line.quantity()))
                        .toList();
        append(
                order,
                "dev.everstore.order.placed.v1",
                new Placed(order.id(), order.customerId(), lines));
    }

    public void confirmed(Order order) {
        append(order, "dev.everstore.order.confirmed.v1", new Confirmed(order.id()));
    }

    public void rejected(Order order, String reason) {
        append(order, "dev.everstore.order.rejected.v1", new Rejected(order.id(), reason));
    }

    private void append(Order order, String type, Object data) {
        outbox.append(TOPIC, order.id().toString(), type, data);
    }

    private record Placed(UUID orderId, String customerId, List<Line> lines) {
        private record Line(String sku, int quantity) {}
    }

    private record Confirmed(UUID orderId) {}

    private record Rejected(UUID orderId, String reason) {}
}
