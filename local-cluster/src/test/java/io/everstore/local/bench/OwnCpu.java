package io.everstore.local.bench;

import java.time.Duration;

/** What the generator itself takes from the cores that it shares with the shop. */
final class OwnCpu {

    private final long beganAt = System.nanoTime();
    private final Duration before = used();

    String text() {
        double seconds = (System.nanoTime() - beganAt) / 1e9;
        double share = used().minus(before).toNanos() / 1e9 / seconds;
        return "%.0f %% of one of %d cores"
                .formatted(100 * share, Runtime.getRuntime().availableProcessors());
    }

    private static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
