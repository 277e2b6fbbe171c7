package io.everstore.order.lifecycle;

import io.everstore.outbox.Outbox;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * What happened to an order, told to others on {@value #TOPIC} with the order's id as the key. Each
 * method joins the transaction of the change it tells of, and throws if there is none.
 */
@Component
public class OrderEvents {

    public static final String TOPIC = "orders.events";

    private final Outbox outbox;

    OrderEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Tells of the status an order has now, be it new or asked for again. */
    public void tell(Order order) {
        UUID id = order.id();
        switch (order.status()) {
            case QUEUED -> throw new IllegalArgumentException("no stored order is queued");
            case PLACED -> append(id, "placed", new Placed(id, order.customerId(), Line.of(order)));
            case CONFIRMED -> append(id, "confirmed", new Confirmed(id, Line.of(order)));
            case REJECTED ->
                    append(
                            id,
                            "rejected",
                            new Rejected(id, Objects.requireNonNull(order.reason())));
            case CANCELLED -> append(id, "cancelled", new Cancelled(id, Line.of(order)));
        }
    }

    /** Answers a question about an order that does not exist. */
    public void unknown(UUID order) {
        append(order, "unknown", new Unknown(order));
    }

    private void append(UUID order, String what, Object data) {
        outbox.append(TOPIC, order.toString(), "dev.everstore.order." + what + ".v1", data);
    }

    private record Line(String sku, int quantity) {

        static List<Line> of(Order order) {
            return order.lines().stream()
                    .map(line -> new Line(line.sku(), line.quantity()))
                    .toList();
        }
    }

    private record Placed(UUID orderId, String customerId, List<Line> lines) {}

    private record Confirmed(UUID orderId, List<Line> lines) {}

    private record Rejected(UUID orderId, String reason) {}

    private record Cancelled(UUID orderId, List<Line> lines) {}

    private record Unknown(UUID orderId) {}
}
