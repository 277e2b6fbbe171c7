package io.everstore.order.history;

/** The customer has no such order; whether somebody else has it is nobody's business. */
public final class OrderNotFound extends RuntimeException {

    private OrderNotFound(String message) {
        super(message);
    }

    public static OrderNotFound withId(String id) {
        return new OrderNotFound("no order " + id);
    }
}
