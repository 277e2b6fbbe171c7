package io.everstore.chaos.experiment;

import io.everstore.chaos.experiment.Quantity.Unit;
import java.util.Arrays;

/** What is measured of a fault and may have a target, which is the most that it may be. */
public enum Goal {
    /**
     * From the fault to the start of the first 10 s in which 99 % of the orders are acknowledged.
     */
    WRITE_RECOVERY("write-recovery", Unit.MILLIS),
    /** The same for pages. */
    READ_RECOVERY("read-recovery", Unit.MILLIS),
    /** The longest time without an acknowledged order. */
    WRITE_GAP("write-gap", Unit.MILLIS),
    /**
     * The longest time in which no database server acknowledged a write; it is tried on each five
     * times a second. Customers may notice nothing of it, as their orders are queued.
     */
    DATABASE_GAP("database-gap", Unit.MILLIS),
    /** Acknowledged orders that are gone. */
    LOST_ORDERS("lost-orders", Unit.PIECES),
    /** Requests that failed, of those sent after the fault. */
    FAILED_REQUESTS("failed-requests", Unit.PERCENT),
    FAILED_READS("failed-reads", Unit.PERCENT),
    FAILED_WRITES("failed-writes", Unit.PERCENT),
    /** Seconds in which fewer than 99 % were answered as wished. */
    UNAVAILABILITY("unavailability", Unit.MILLIS),
    /** While the fault lasts. */
    READ_P99("read-p99", Unit.MILLIS),
    WRITE_P99("write-p99", Unit.MILLIS),
    /** From the end of the fault until every node is up and the database fully replicated. */
    REDUNDANCY("redundancy", Unit.MILLIS),
    /** From the end of the fault until the start of the first 5 s in which the hypothesis held. */
    STEADY_AGAIN("steady-again", Unit.MILLIS);

    private final String text;
    private final Unit unit;

    Goal(String text, Unit unit) {
        this.text = text;
        this.unit = unit;
    }

    static Goal of(String text) {
        return Arrays.stream(values())
                .filter(goal -> goal.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "'%s' is not measured; there are %s"
                                                .formatted(text, Arrays.toString(values()))));
    }

    public Unit unit() {
        return unit;
    }

    @Override
    public String toString() {
        return text;
    }
}
