package io.everstore.local.importing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * On Ctrl-C, or when the process is asked to end, stops what is under way and gives it a moment to
 * clean up and to report. Closed by the one who does the work, after its report.
 */
public final class StopOnExit implements AutoCloseable {

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private StopOnExit(Runnable stop, Duration patience) {
        this.hook =
                new Thread(
                        () -> {
                            stop.run();
                            await(patience);
                        },
                        "stop-on-exit");
    }

    /**
     * Watches from now on.
     *
     * @param stop called on another thread, returns at once
     * @param patience how long the process waits for {@link #close}; too short and an import stays
     *     open in the shop, too long and Ctrl-C seems to be ignored
     */
    public static StopOnExit calling(Runnable stop, Duration patience) {
        var watch = new StopOnExit(stop, patience);
        Runtime.getRuntime().addShutdownHook(watch.hook);
        return watch;
    }

    private void await(Duration patience) {
        try {
            boolean _ = done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending already: the hook is what closes it.
        }
    }
}
