package io.everstore.order.lifecycle;

/**
 * Where an order stands; the moves between these are in {@link Order}. Two further states of the
 * public contract come with the features that reach them: {@code QUEUED} with the intake and {@code
 * CANCELLED} with cancelling.
 */
public enum OrderStatus {
    /** Stored and acknowledged; the catalog has not yet answered about the stock. */
    PLACED,
    /** The stock is reserved for it. */
    CONFIRMED,
    /** The catalog could not reserve the stock; the reason says why. */
    REJECTED
}
