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

    public void placed(Order order) {
        append(
                order.id(),
                "placed",
                new Placed(order.id(), order.customerId(), Line.of(order.lines())));
    }

    public void confirmed(Order order) {
        append(order.id(), "confirmed", new Confirmed(order.id(), Line.of(order.lines())));
    }

    public void rejected(Order order, String reason) {
        append(order.id(), "rejected", new Rejected(order.id(), reason));
    }

    public void cancelled(Order order) {
        append(order.id(), "cancelled", new Cancelled(order.id(), Line.of(order.lines())));
    }

    /** Tells of the status an order has now, be it new or asked for again. */
    public void tell(Order order) {
        switch (order.status()) {
            case QUEUED -> throw new IllegalArgumentException("no stored order is queued");
            case PLACED -> placed(order);
            case CONFIRMED -> confirmed(order);
            case REJECTED -> rejected(order, Objects.requireNonNull(order.reason()));
            case CANCELLED -> cancelled(order);
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

        static List<Line> of(List<OrderLine> lines) {
            return lines.stream().map(line -> new Line(line.sku(), line.quantity())).toList();
        }
    }

    private record Placed(UUID orderId, String customerId, List<Line> lines) {}

    private record Confirmed(UUID orderId, List<Line> lines) {}

    private record Rejected(UUID orderId, String reason) {}

    private record Cancelled(UUID orderId, List<Line> lines) {}

    private record Unknown(UUID orderId) {}
}
