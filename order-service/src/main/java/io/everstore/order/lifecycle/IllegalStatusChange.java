package io.everstore.order.lifecycle;

import java.util.UUID;

/** An order was asked for a move that its status does not allow; the order is unchanged. */
public final class IllegalStatusChange extends RuntimeException {

    private IllegalStatusChange(String message) {
        super(message);
    }

    static IllegalStatusChange of(UUID order, OrderStatus from, OrderStatus to) {
        return new IllegalStatusChange(
                "order " + order + " is " + from + " and does not become " + to);
    }
}
