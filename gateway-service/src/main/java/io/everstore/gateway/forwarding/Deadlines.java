package io.everstore.gateway.forwarding;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/**
 * Ends tries that take too long. A socket timeout alone starts anew with every byte that trickles
 * in; cancelling closes the connection, which wakes the thread that reads from it.
 */
final class Deadlines implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("try-deadlines").factory());

    Deadlines() {
        // Nearly every alarm is cancelled; without this they would stay queued until they are due.
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Cancels the request after the time, unless the deadline is closed before. */
    Deadline start(HttpUriRequestBase request, Duration time) {
        return new Deadline(request, time);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    final class Deadline implements AutoCloseable {

        private final Future<?> alarm;
        private volatile boolean passed;

        private Deadline(HttpUriRequestBase request, Duration time) {
            alarm = timer.schedule(() -> cancel(request), time.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void cancel(HttpUriRequestBase request) {
            passed = true;
            request.cancel();
        }

        boolean passed() {
            return passed;
        }

        @Override
        public void close() {
            alarm.cancel(false);
        }
    }
}
