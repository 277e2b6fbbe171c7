package io.everstore.order.cancellation;

import io.everstore.order.lifecycle.OrderStatus;
import java.util.UUID;

/** The order cannot be cancelled as it is; it is unchanged. */
final class NotCancellable extends RuntimeException {

    private final OrderStatus status;

    private NotCancellable(String message, OrderStatus status) {
        super(message);
        this.status = status;
    }

    static NotCancellable now(UUID order, OrderStatus status) {
        return new NotCancellable("order " + order + " is " + status, status);
    }

    OrderStatus status() {
        return status;
    }

    /** Whether that may be different in a moment, because the order is on its way somewhere. */
    boolean isPassing() {
        return !status.next().isEmpty();
    }
}
