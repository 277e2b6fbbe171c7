package io.everstore.local.probe;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition by polling it, for a bounded time. */
public final class Await {

    private Await() {}

    /**
     * Polls until the condition holds.
     *
     * @param every how long to wait between two polls; also the resolution of the answer
     * @return whether it held before the limit was over; false at once when interrupted
     */
    public static boolean until(BooleanSupplier condition, Duration limit, Duration every) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || !pause(every)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    /** Sleeps; returns false, with the interrupt flag kept, when interrupted. */
    public static boolean pause(Duration duration) {
        try {
            Thread.sleep(duration);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
