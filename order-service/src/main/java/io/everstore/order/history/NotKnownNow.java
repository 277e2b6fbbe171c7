package io.everstore.order.history;

/** Whether there is such an order cannot be found out now; it is not denied. */
final class NotKnownNow extends RuntimeException {

    private NotKnownNow(String message) {
        super(message);
    }

    static NotKnownNow aboutOrder(Object id) {
        return new NotKnownNow("order " + id + " is not known now");
    }
}
