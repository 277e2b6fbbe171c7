package io.everstore.local.replay;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import java.util.function.LongConsumer;

/**
 * Arrivals at a rate, whatever the answers: each has its planned time, and a virtual thread of its
 * own. What arrives while too many are in flight is dropped and counted, so that a shop that stands
 * still is not measured by a generator that stands still as well.
 */
public final class OpenLoop implements AutoCloseable {

    /** Ten seconds without an answer at 400 a second. */
    private static final int USUALLY_IN_FLIGHT = 4000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int mostInFlight;
    private final Semaphore inFlight;
    private final ExecutorService customers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean isStopped = new AtomicBoolean();
    private final DoubleSupplier perSecond;
    private final LongConsumer arrival;
    private final LongConsumer dropped;
    private final Thread clock;

    /**
     * At a rate that stays as it is; begins at once. The parameters are those of the constructor.
     */
    public static OpenLoop at(double perSecond, LongConsumer arrival, LongConsumer dropped) {
        return new OpenLoop(() -> perSecond, USUALLY_IN_FLIGHT, arrival, dropped).start();
    }

    /**
     * Prepares; {@link #start} has to follow.
     *
     * @param perSecond asked before each arrival, so that the rate can change
     * @param mostInFlight more without an answer are dropped
     * @param arrival gets the planned time of each arrival, of {@link System#nanoTime}; may block
     * @param dropped gets the planned time of an arrival for which there was no room
     */
    public OpenLoop(
            DoubleSupplier perSecond,
            int mostInFlight,
            LongConsumer arrival,
            LongConsumer dropped) {
        this.perSecond = perSecond;
        this.mostInFlight = mostInFlight;
        this.inFlight = new Semaphore(mostInFlight);
        this.arrival = arrival;
        this.dropped = dropped;
        this.clock = Thread.ofPlatform().name("arrivals").daemon().unstarted(this::send);
    }

    /** Arrivals begin. */
    public OpenLoop start() {
        clock.start();
        return this;
    }

    /** Without an answer at this moment. */
    public int inFlight() {
        return mostInFlight - inFlight.availablePermits();
    }

    private void send() {
        double planned = System.nanoTime();
        while (true) {
            for (long left = (long) planned - System.nanoTime();
                    left > 0;
                    left = (long) planned - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            if (isStopped.get()) {
                return;
            }
            long at = (long) planned;
            if (inFlight.tryAcquire()) {
                customers.execute(() -> serve(at));
            } else {
                dropped.accept(at);
            }
            planned += 1e9 / perSecond.getAsDouble();
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
                throw new IllegalStateException("requests without an end after " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
