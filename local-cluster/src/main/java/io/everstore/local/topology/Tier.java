package io.everstore.local.topology;

/** The kinds of nodes, in the order in which they are started (and stopped in reverse). */
public enum Tier {
    POSTGRES,
    REDIS,
    SENTINEL,
    KAFKA,
    CATALOG,
    ORDER,
    GATEWAY,
    EDGE;

    /** The name used in {@code status --json}. */
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether a node of this tier is one of the shop's own Spring Boot services. */
    public boolean isService() {
        return this == CATALOG || this == ORDER || this == GATEWAY;
    }
}
