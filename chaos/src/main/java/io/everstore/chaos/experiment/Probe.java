package io.everstore.chaos.experiment;

import io.everstore.chaos.experiment.Quantity.Unit;
import java.util.Arrays;

/** What is looked at to tell whether the shop is in its steady state. */
public enum Probe {
    /** Share of requests that were answered as wished. */
    SUCCESS("success", Unit.PERCENT, true),
    /** From the planned time of sending to the whole answer. */
    READ_P99("read-p99", Unit.MILLIS, false),
    WRITE_P99("write-p99", Unit.MILLIS, false),
    /** Nodes that are not up. */
    NODES_DOWN("nodes-down", Unit.PIECES, false),
    /** Database servers that are no primary of their own: exactly one may be. */
    WRITABLE_DATABASES("writable-databases", Unit.PIECES, false),
    /** What the standby that is furthest behind has not received yet. */
    REPLICATION_LAG("replication-lag", Unit.BYTES, false),
    /** Age of the oldest event that is not on Kafka yet. */
    OUTBOX_AGE("outbox-age", Unit.MILLIS, false);

    private final String text;
    private final Unit unit;
    private final boolean isAtLeast;

    Probe(String text, Unit unit, boolean isAtLeast) {
        this.text = text;
        this.unit = unit;
        this.isAtLeast = isAtLeast;
    }

    static Probe of(String text) {
        return Arrays.stream(values())
                .filter(probe -> probe.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "'%s' is no probe; there are %s"
                                                .formatted(text, Arrays.toString(values()))));
    }

    public Unit unit() {
        return unit;
    }

    /** Whether a value is within a tolerance; one that could not be had is not. */
    public boolean holds(double value, double tolerance) {
        return isAtLeast ? value >= tolerance : value <= tolerance;
    }

    @Override
    public String toString() {
        return text;
    }
}
