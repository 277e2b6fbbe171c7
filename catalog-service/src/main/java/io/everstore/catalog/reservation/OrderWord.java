package io.everstore.catalog.reservation;

import java.util.Arrays;
import java.util.Optional;

/** What the order service says about an order that was placed. */
enum OrderWord {

    /** The customer gets it. */
    CONFIRMED("dev.everstore.order.confirmed.v1"),

    /** The customer does not get it, and was told so. */
    REJECTED("dev.everstore.order.rejected.v1"),

    /** The customer does not want it any more. */
    CANCELLED("dev.everstore.order.cancelled.v1"),

    /** There is no such order: the answer to a question about one. */
    UNKNOWN("dev.everstore.order.unknown.v1");

    private final String type;

    OrderWord(String type) {
        this.type = type;
    }

    /** The word that an event of this type is, if it is one. */
    static Optional<OrderWord> ofType(String type) {
        return Arrays.stream(values()).filter(word -> word.type.equals(type)).findFirst();
    }
}
