package io.everstore.chaos.workload;

import java.time.Duration;
import java.time.Instant;

/**
 * One request and what became of it.
 *
 * @param key idempotency key of a write, otherwise empty
 * @param planned when it was to be sent, whether or not the one before was answered
 * @param micros from then until the answer was complete, or was given up
 * @param status 0 without an answer
 * @param orderId empty if no order was acknowledged
 * @param servedBy the instance that answered, empty if unknown
 * @param isStale whether the answer said that it is old
 * @param reason why it is not OK, otherwise empty
 */
public record Request(
        Kind kind,
        String key,
        Instant planned,
        long micros,
        Outcome outcome,
        int status,
        String orderId,
        String servedBy,
        boolean isStale,
        String reason) {

    static Request dropped(Kind kind, Instant planned) {
        return new Request(
                kind, "", planned, 0, Outcome.DROPPED, 0, "", "", false, "too many in flight");
    }

    public boolean isOk() {
        return outcome == Outcome.OK;
    }

    public boolean isWrite() {
        return kind.isWrite();
    }

    public Instant answered() {
        return planned.plus(Duration.ofNanos(micros * 1000));
    }

    /** Planned in this time, its end excluded. */
    public boolean isWithin(Instant from, Instant to) {
        return !planned.isBefore(from) && planned.isBefore(to);
    }
}
