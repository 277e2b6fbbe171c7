package io.everstore.order.live;

import io.everstore.order.history.OrderView;
import io.everstore.order.lifecycle.Orders;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Reads the orders that are watched from the database and tells their streams: those that it is
 * woken for at once, and all of them at intervals. One thread does it for all, so that however many
 * customers watch, they have one connection of the pool at most, and an outage does not make a
 * crowd of them.
 */
@Component
class StatusReader implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(StatusReader.class);

    private final StatusStreams streams;
    private final Orders orders;
    private final LiveSettings settings;
    private final LongSupplier nanoTime;
    private final BlockingQueue<UUID> changed = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;

    StatusReader(
            StatusStreams streams, Orders orders, LiveSettings settings, LongSupplier nanoTime) {
        this.streams = streams;
        this.orders = orders;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /** Something may have changed about this order. */
    void wakeFor(UUID order) {
        if (streams.isWatched(order)) {
            changed.add(order);
        }
    }

    private void run() {
        long lookAtAll = nanoTime.getAsLong();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration pause = Duration.ofNanos(lookAtAll - nanoTime.getAsLong());
                Set<UUID> due = changedWithin(pause);
                if (nanoTime.getAsLong() - lookAtAll >= 0) {
                    due = streams.watched();
                    lookAtAll = nanoTime.getAsLong() + settings.poll().toNanos();
                }
                read(due);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<UUID> changedWithin(Duration pause) throws InterruptedException {
        Set<UUID> all = new HashSet<>();
        UUID first = changed.poll(pause.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            all.add(first);
            changed.drainTo(all);
        }
        return all;
    }

    /** An order that still waits to be placed is not in the database, and nothing is told of it. */
    private void read(Set<UUID> due) {
        if (due.isEmpty()) {
            return;
        }
        try {
            orders.findAll(due).forEach(order -> streams.tell(OrderView.of(order)));
        } catch (DataAccessException | TransactionException away) {
            // The next look at all of them makes up for it.
            log.debug("The status of {} orders is not known now", due.size(), away);
        }
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("live-status").start(this::run);
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
