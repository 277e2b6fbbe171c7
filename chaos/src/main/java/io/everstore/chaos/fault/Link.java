package io.everstore.chaos.fault;

import java.util.Arrays;

/** The connections of one tier to another: what lies between two processes. */
public enum Link {
    GATEWAY_CATALOG("gateway -> catalog", "gateway", "catalog"),
    GATEWAY_ORDER("gateway -> order", "gateway", "order"),
    ORDER_POSTGRES("order -> postgres", "order", "postgres"),
    CATALOG_POSTGRES("catalog -> postgres", "catalog", "postgres"),
    CATALOG_REDIS("catalog -> redis", "catalog", "redis");

    private final String text;
    private final String from;
    private final String to;

    Link(String text, String from, String to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /**
     * Reads the form in which experiments name a link.
     *
     * @throws IllegalArgumentException with all there are
     */
    public static Link of(String text) {
        return Arrays.stream(values())
                .filter(link -> link.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "'%s' is no link; there are %s"
                                                .formatted(text, Arrays.toString(values()))));
    }

    /** The tier whose nodes open the connections. */
    public String from() {
        return from;
    }

    /** The tier to which they are opened. */
    public String to() {
        return to;
    }

    @Override
    public String toString() {
        return text;
    }
}
