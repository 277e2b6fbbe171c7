package io.everstore.local.failover;

import java.util.function.BooleanSupplier;

/**
 * Tells a frozen primary from a starved supervisor. Silence is counted in the supervisor's own
 * ticks, and a tick that came late does not count: if the supervisor could not run, the primary
 * could not be heard. When the count is full and the kernel has the primary ready to run, it gets
 * the grace that a starved process deserves.
 */
final class SilenceDetector {

    private final DetectorSettings settings;
    private volatile boolean hasAnswered = true;
    private long lastTick;
    private int silentTicks;

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
        boolean isOnTime = nanos - lastTick < 2 * settings.tick().toNanos();
        lastTick = nanos;
        if (hasAnswered) {
            hasAnswered = false;
            silentTicks = 0;
            return false;
        }
        if (isOnTime) {
            silentTicks++;
        }
        long silence = silentTicks * settings.tick().toMillis();
        long limit = settings.primarySilence().toMillis();
        if (silence < limit) {
            return false;
        }
        return silence >= limit + settings.busyGrace().toMillis() || !isRunnable.getAsBoolean();
    }

    int silentMillis() {
        return (int) (silentTicks * settings.tick().toMillis());
    }

    /** Starts afresh, for another primary. */
    void reset() {
        hasAnswered = true;
        silentTicks = 0;
    }
}
