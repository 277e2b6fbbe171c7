package io.everstore.order.placement;

/**
 * Neither the database nor the intake answered in time. The order may be taken or not; the caller
 * finds out, without placing it twice, by sending it again with the same key.
 */
final class OutcomeUnknown extends RuntimeException {

    private OutcomeUnknown(String message, Throwable cause) {
        super(message, cause);
    }

    static OutcomeUnknown of(Purchase purchase, Throwable cause) {
        return new OutcomeUnknown(
                "order " + purchase.orderId() + " was neither placed nor queued for certain",
                cause);
    }
}
