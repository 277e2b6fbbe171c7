package io.everstore.outbox.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** Looks at the outbox and prunes the inbox, now and then, on a thread of its own. */
final class Housekeeping implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    /** Often enough for an alert, seldom enough to cost nothing. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(2);

    /** An hour of 50 orders a second is some 400 batches: seconds of work, spread over time. */
    private static final Duration PRUNE_INTERVAL = Duration.ofMinutes(10);

    /** Between two batches of a pruning, so that it takes only a small share of the database. */
    private static final Duration PRUNE_PAUSE = Duration.ofMillis(100);

    private final Backlog backlog;
    private final InboxPruning inbox;
    private final boolean autoStart;
    private @Nullable ScheduledExecutorService thread;

    Housekeeping(Backlog backlog, InboxPruning inbox, boolean autoStart) {
        this.backlog = backlog;
        this.inbox = inbox;
        this.autoStart = autoStart;
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            thread =
                    Executors.newSingleThreadScheduledExecutor(
                            Thread.ofPlatform().name("outbox-housekeeping").daemon().factory());
            every(thread, LOOK_INTERVAL, backlog::look);
            every(thread, PRUNE_INTERVAL, this::prune);
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStart;
    }

    private static void every(ScheduledExecutorService thread, Duration interval, Runnable work) {
        long millis = interval.toMillis();
        var _ =
                thread.scheduleWithFixedDelay(
                        () -> attempt(work), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Never throws: that would end the schedule. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (DataAccessException databaseAway) {
            log.debug("Tried again later", databaseAway);
        } catch (RuntimeException unexpected) {
            log.warn("Housekeeping failed, and is tried again", unexpected);
        }
    }

    private void prune() {
        try {
            while (inbox.prune()) {
                Thread.sleep(PRUNE_PAUSE);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
