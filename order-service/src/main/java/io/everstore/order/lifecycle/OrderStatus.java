package io.everstore.order.lifecycle;

import java.util.Set;

/** Where an order stands, and where it may go from there. */
public enum OrderStatus {
    /** Accepted, but not yet in the database: only the API shows it, no {@link Order} has it. */
    QUEUED,
    /** Stored and acknowledged; the catalog has not yet answered about the stock. */
    PLACED,
    /** The stock is reserved for it. */
    CONFIRMED,
    /** It will not be delivered; the reason says why, and nothing is reserved for it. */
    REJECTED,
    /** Its customer does not want it any more; the stock is free again. */
    CANCELLED;

    /** Whether nothing more happens by itself; a customer may still cancel. */
    public boolean isSettled() {
        return switch (this) {
            case QUEUED, PLACED -> false;
            case CONFIRMED, REJECTED, CANCELLED -> true;
        };
    }

    /**
     * The table of moves; there are no others. The database has the same one, as a trigger on
     * {@code orders}.
     */
    public Set<OrderStatus> next() {
        return switch (this) {
            case QUEUED -> Set.of(PLACED, REJECTED);
            case PLACED -> Set.of(CONFIRMED, REJECTED);
            case CONFIRMED -> Set.of(CANCELLED);
            case REJECTED, CANCELLED -> Set.of();
        };
    }
}
