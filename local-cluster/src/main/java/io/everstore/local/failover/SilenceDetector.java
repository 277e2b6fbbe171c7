package io.everstore.local.failover;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Tells a frozen primary from a starved supervisor. Silence is counted in the supervisor's own
 * ticks, and a tick that came late counts no more than any other, nor do those that make up for it:
 * if the supervisor could not run, the primary could not be heard. When the count is full and the
 * kernel has the primary ready to run, it gets the grace that a starved process deserves.
 */
final class SilenceDetector {

    private final DetectorSettings settings;
    private volatile boolean hasAnswered = true;
    private long lastTick;
    private long silentNanos;

    SilenceDetector(DetectorSettings settings) {
        this.settings = settings;
    }

    /** The primary answered a question. Any thread. */
    void answered() {
        hasAnswered = true;
    }

    /**
     * Called every tick by the one control thread.
     *
     * @param nanos a monotonic clock
     * @param isRunnable the kernel's opinion, asked only when it matters
     * @return whether the primary counts as frozen
     */
    boolean tick(long nanos, BooleanSupplier isRunnable) {
        long sinceLastTick = nanos - lastTick;
        lastTick = nanos;
        if (hasAnswered) {
            hasAnswered = false;
            silentNanos = 0;
            return false;
        }
        silentNanos += Math.clamp(sinceLastTick, 0, settings.tick().toNanos());
        long limit = settings.primarySilence().toNanos();
        if (silentNanos < limit) {
            return false;
        }
        return silentNanos >= limit + settings.busyGrace().toNanos() || !isRunnable.getAsBoolean();
    }

    long silentMillis() {
        return Duration.ofNanos(silentNanos).toMillis();
    }

    /** Starts afresh, for another primary. */
    void reset() {
        hasAnswered = true;
        silentNanos = 0;
    }
}
