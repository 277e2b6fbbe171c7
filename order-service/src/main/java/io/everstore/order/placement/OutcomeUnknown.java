package io.everstore.order.placement;

/**
 * The database did not answer in time. The order may be placed or not; the caller finds out,
 * without placing it twice, by sending it again with the same key.
 */
final class OutcomeUnknown extends RuntimeException {

    private OutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }

    static OutcomeUnknown of(Purchase purchase, int attempts, Throwable last) {
        return new OutcomeUnknown(
                "order " + purchase.orderId() + " was not settled in " + attempts + " attempts",
                last);
    }
}
