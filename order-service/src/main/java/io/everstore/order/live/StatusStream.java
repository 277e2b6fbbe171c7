package io.everstore.order.live;

import io.everstore.order.history.OrderView;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One customer's view of one order: what is known last, and the wait for something else. Whoever
 * tells never waits for whoever listens; a status that was passed meanwhile is skipped.
 */
final class StatusStream implements AutoCloseable {

    private final String customer;
    private final UUID order;
    private final Consumer<StatusStream> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private @Nullable OrderView latest;
    private boolean ended;

    StatusStream(String customer, UUID order, Consumer<StatusStream> onClose) {
        this.customer = customer;
        this.order = order;
        this.onClose = onClose;
    }

    String customer() {
        return customer;
    }

    UUID order() {
        return order;
    }

    void tell(OrderView view) {
        lock.lock();
        try {
            latest = view;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for another status than the one shown; after the time or at the end, it is the same.
     */
    OrderView after(OrderView shown, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && !ended && (latest == null || latest.status() == shown.status())) {
                left = news.awaitNanos(left);
            }
            return latest == null ? shown : latest;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
