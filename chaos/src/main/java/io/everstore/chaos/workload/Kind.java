package io.everstore.chaos.workload;

/** What a customer does. */
public enum Kind {
    PRODUCT,
    LIST,
    SEARCH,
    /** Looks at an order that was acknowledged before. */
    ORDER,
    /** Orders under a new key. */
    PLACE,
    /** Sends an older order again, as people do who are not sure. */
    AGAIN;

    public boolean isWrite() {
        return this == PLACE || this == AGAIN;
    }
}
