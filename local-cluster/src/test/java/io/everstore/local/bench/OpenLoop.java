package io.everstore.local.bench;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/**
 * Arrivals at a fixed rate, whatever the answers: each has its planned time, and a virtual thread
 * of its own. What arrives while too many are in flight is dropped and counted, so that a shop that
 * stands still is not measured by a generator that stands still as well.
 */
final class OpenLoop implements AutoCloseable {

    /** Ten seconds without an answer at 400 a second. */
    private static final int MOST_IN_FLIGHT = 4000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final LongConsumer arrival;
    private final LongConsumer dropped;
    private final Thread clock;

    /**
     * @param arrival gets the planned time of each arrival, of {@link System#nanoTime}; may block
     * @param dropped gets the planned time of an arrival for which there was no room
     */
    OpenLoop(double perSecond, LongConsumer arrival, LongConsumer dropped) {
        this.arrival = arrival;
        this.dropped = dropped;
        clock = Thread.ofPlatform().name("arrivals").daemon().start(() -> send(perSecond));
    }

    private void send(double perSecond) {
        long start = System.nanoTime();
        for (long number = 0; ; number++) {
            long planned = start + (long) (number / perSecond * 1e9);
            for (long left = planned - System.nanoTime();
                    left > 0;
                    left = planned - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            if (isStopped.get()) {
                return;
            }
            if (inFlight.tryAcquire()) {
                customers.execute(() -> serve(planned));
            } else {
                dropped.accept(planned);
            }
        }
    }

    private void serve(long planned) {
        try {
            arrival.accept(planned);
        } finally {
            inFlight.release();
        }
    }

    /** No more arrivals; waits for the answers that are still under way. */
    @Override
    public void close() {
        isStopped.set(true);
        try {
            clock.join();
            customers.shutdown();
            if (!customers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("requests without an end after " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
