package io.everstore.local.importing.shop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubles from {@code first} to {@code longest}, and each
 * wait is drawn between half of that and all of it so that callers who failed together do not come
 * back together.
 *
 * @param first after the first failure; too small and a failing server is hammered
 * @param longest limit of one wait; too large and a server that is back is noticed late
 * @param random source of the jitter; asked from many threads
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {

    /**
     * The wait after this many failures.
     *
     * @param failures so far, from 1
     * @param atLeast what the server asked for; never less than this, and up to {@code first} more
     */
    public Duration after(int failures, Duration atLeast) {
        var doubled = first.toNanos() << Math.min(failures - 1, 16);
        var limit = Math.min(longest.toNanos(), doubled);
        var wait = Duration.ofNanos(limit / 2 + random.nextLong(limit / 2 + 1));
        return wait.compareTo(atLeast) < 0
                ? atLeast.plusNanos(random.nextLong(first.toNanos() + 1))
                : wait;
    }
}
