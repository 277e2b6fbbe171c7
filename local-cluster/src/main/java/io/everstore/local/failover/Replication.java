package io.everstore.local.failover;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the primary says of itself and of those that stream from it, in one answer.
 *
 * @param position the end of the primary's flushed log
 * @param standbys by name; only those with a connection
 */
record Replication(Lsn position, Map<String, Standby> standbys) {

    /**
     * One streaming connection.
     *
     * @param isStreaming false while it still catches up from the log on disk
     * @param flushed what the standby has confirmed to be on its disk
     * @param silentMillis since its last answer; a live standby answers every second
     */
    record Standby(boolean isStreaming, Lsn flushed, long silentMillis) {}

    boolean streams(String standby) {
        Standby found = standbys.get(standby);
        return found != null && found.isStreaming();
    }

    /** Whether at least one of these has all of the log up to the position. */
    boolean anyReached(Set<String> names, Lsn target) {
        return names.stream()
                .map(standbys::get)
                .anyMatch(s -> s != null && s.isStreaming() && s.flushed().reached(target));
    }

    Set<String> streaming() {
        return standbys.keySet().stream()
                .filter(this::streams)
                .collect(Collectors.toUnmodifiableSet());
    }
}
