package io.everstore.order.placement;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Where an order goes that cannot be placed now. */
public interface Intake {

    /** What came of it. */
    sealed interface Receipt {

        /** It is stored on more than one node and will be placed. */
        record Taken() implements Receipt {}

        /** It was not sent, and so is not stored. */
        record NotTaken(Throwable cause) implements Receipt {}

        /** It may be stored or not. */
        record Unknown(Throwable cause) implements Receipt {}
    }

    /**
     * Stores the order durably, or not at all.
     *
     * @param patience for the word that it is stored
     */
    Receipt take(Purchase purchase, Duration patience);

    /** An order that was taken and waits to be placed, as far as that was heard of yet. */
    Optional<Purchase> heard(UUID orderId);

    /** An order that was taken and waits to be placed; empty also if this cannot be found out. */
    Optional<Purchase> waiting(UUID orderId);
}
