package io.everstore.local.replay;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/**
 * Turns steady {@link System#nanoTime()} into wall-clock times that never step back within a run.
 *
 * @param start when the run began
 * @param startNanos the same moment on the steady clock
 */
public record Timeline(Instant start, long startNanos) {

    public static Timeline startingAt(Instant start) {
        return new Timeline(start, System.nanoTime());
    }

    /** The moment this many seconds after the start, on the steady clock. */
    public long plus(double seconds) {
        return startNanos + (long) (seconds * 1e9);
    }

    public Instant at(long nanos) {
        return start.plusNanos(nanos - startNanos);
    }

    double secondsUntil(long nanos) {
        return (nanos - startNanos) / 1e9;
    }

    /** Returns at this moment, or earlier if the thread is interrupted. */
    public static void awaitNanos(long nanos) {
        for (long left = nanos - System.nanoTime();
                left > 0 && !Thread.currentThread().isInterrupted();
                left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
