package io.everstore.local.failover;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells which standbys are frozen. One late answer is not enough: when the primary itself could not
 * run for a while, all standbys look silent until it has read what they sent meanwhile.
 */
final class StandbyWatch {

    private static final int ENOUGH = 5;

    private final long limitMillis;
    private final Map<String, Integer> silentTimes = new HashMap<>();

    /**
     * @param limit how long a standby may be silent
     */
    StandbyWatch(Duration limit) {
        this.limitMillis = limit.toMillis();
    }

    /** Takes the primary's next answer; returns those that were silent in each of the latest. */
    Set<String> silent(Replication seen) {
        Set<String> silent = new TreeSet<>();
        silentTimes.keySet().retainAll(seen.standbys().keySet());
        seen.standbys()
                .forEach(
                        (name, standby) -> {
                            boolean isSilent = standby.silentMillis() > limitMillis;
                            int times = isSilent ? silentTimes.getOrDefault(name, 0) + 1 : 0;
                            silentTimes.put(name, times);
                            if (times >= ENOUGH) {
                                silent.add(name);
                            }
                        });
        return silent;
    }
}
