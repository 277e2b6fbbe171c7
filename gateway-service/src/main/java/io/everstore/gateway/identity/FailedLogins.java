package io.everstore.gateway.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Wrong passwords, counted per username and address: per username alone, anyone could lock anyone
 * out; per address alone, everybody behind one router would share a count.
 */
final class FailedLogins {

    private final ThrottlingSettings settings;
    private final Clock clock;
    private final Map<Source, Count> counts = new LinkedHashMap<>();

    FailedLogins(ThrottlingSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Returns how long this source has to wait before its next try; zero if it need not wait. */
    synchronized Duration penalty(Source source) {
        Count count = counts.get(source);
        if (count == null || count.failures < settings.failures()) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), count.since.plus(settings.window()));
        return left.isPositive() ? left : Duration.ZERO;
    }

    synchronized void failed(Source source) {
        Instant now = clock.instant();
        Count before = counts.remove(source);
        if (before != null && now.isBefore(before.since.plus(settings.window()))) {
            counts.put(source, new Count(before.since, before.failures + 1));
        } else {
            counts.put(source, new Count(now, 1));
        }
        if (counts.size() > settings.remembered()) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    synchronized void succeeded(Source source) {
        counts.remove(source);
    }

    /**
     * Where a login comes from.
     *
     * @param address of the client, as far as we can know it
     */
    record Source(String username, String address) {}

    private record Count(Instant since, int failures) {}
}
