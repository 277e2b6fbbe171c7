package io.everstore.chaos.workload;

import java.time.Duration;

/** What the customers' process itself takes from the cores that it shares with the shop. */
public final class OwnCpu {

    private final long beganAt = System.nanoTime();
    private final Duration before = used();

    /** Percent of one core since this was made. */
    public double percent() {
        double seconds = (System.nanoTime() - beganAt) / 1e9;
        return 100 * used().minus(before).toNanos() / 1e9 / seconds;
    }

    private static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
