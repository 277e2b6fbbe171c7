package io.everstore.local.acceptance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How a failover divides, read from the supervisor's events. */
record FailoverTimes(long detectionMillis, long promotionMillis) {

    static FailoverTimes of(List<String> events, Instant fault, String primary) {
        Instant detected = first(events, " " + primary + " lost:");
        Instant promoted = first(events, " promoted (");
        return new FailoverTimes(
                Duration.between(fault, detected).toMillis(),
                Duration.between(detected, promoted).toMillis());
    }

    private static Instant first(List<String> events, String text) {
        return events.stream()
                .filter(e -> e.contains(text))
                .findFirst()
                .map(Everstore::instant)
                .orElseThrow(() -> new AssertionError("no event '" + text + "' in " + events));
    }
}
