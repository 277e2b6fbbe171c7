package io.everstore.local.replay;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to replay and how.
 *
 * @param file invoices as CSV, gzipped or not
 * @param rate orders per second, more than 0 and at most 10,000; an open loop, so a slow shop does
 *     not slow it down, unless there are {@code clients}
 * @param limit most orders to place, the first ones of the file
 * @param ledger gets a line for each answer, appended; null for none
 * @param keyPrefix beginning of the idempotency keys; null for one that depends on the content of
 *     the file, so that replaying a file twice places nothing twice
 * @param timeout for one answer; too short and slow answers are asked for again, too long and a
 *     server that hangs is noticed late
 * @param giveUp how long a sale is sent again until its answer is certain; too short and a
 *     fail-over leaves unknown outcomes
 * @param settle how long to wait for the shop to confirm or reject what it has placed; zero not to
 *     look
 * @param inFlight most sales that are sent and not yet certain; more arrivals are dropped and
 *     reported. Too small and an outage of seconds drops orders, too large and memory grows
 * @param clients customers who wait for a certain answer before they order again, a closed loop
 *     that is no faster than {@code rate}; null for the open one. Too many and a slow shop is kept
 *     overloaded by what is sent again, too few and the rate is not reached
 */
public record ReplaySettings(
        Path file,
        double rate,
        long limit,
        @Nullable Path ledger,
        @Nullable String keyPrefix,
        Duration timeout,
        Duration giveUp,
        Duration settle,
        int inFlight,
        @Nullable Integer clients) {

    /** Checks the bounds. */
    public ReplaySettings {
        if (!(rate > 0 && rate <= 10_000)) {
            throw new IllegalArgumentException("--rate is more than 0 and at most 10000.");
        }
        if (limit < 1 || inFlight < 1) {
            throw new IllegalArgumentException("--limit and --in-flight are at least 1.");
        }
        if (clients != null && clients < 1) {
            throw new IllegalArgumentException("--clients is at least 1.");
        }
        if (keyPrefix != null && !Keys.isPrefix(keyPrefix)) {
            throw new IllegalArgumentException(
                    "--key-prefix is 1 to 39 of the characters A-Z a-z 0-9 . _ : -");
        }
        if (timeout.toMillis() < 1 || giveUp.isNegative() || settle.isNegative()) {
            throw new IllegalArgumentException(
                    "--timeout is at least 1 ms; --give-up and --settle are not negative.");
        }
    }

    /** Most sales under way at a time. */
    int mostUnderWay() {
        return clients != null ? clients : inFlight;
    }

    /** The defaults of the command line: no limit, no ledger, 10 s, 30 s, 60 s, 2000 in flight. */
    public static ReplaySettings of(Path file, double rate) {
        return new ReplaySettings(
                file,
                rate,
                Long.MAX_VALUE,
                null,
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                2000,
                null);
    }
}
