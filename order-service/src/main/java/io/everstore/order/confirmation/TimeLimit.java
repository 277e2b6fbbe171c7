package io.everstore.order.confirmation;

import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.Orders;
import io.everstore.order.lifecycle.StatusChanges;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Rejects orders that the catalog never answered. Every instance looks; who is busy with an order
 * has it locked, and the others skip it, so they share the work instead of waiting for each other.
 */
@Component
@EnableScheduling
class TimeLimit implements SchedulingConfigurer {

    static final String TIMED_OUT = "TIMED_OUT";

    private static final Logger log = LoggerFactory.getLogger(TimeLimit.class);

    private final TransactionOperations transaction;
    private final Orders orders;
    private final StatusChanges changes;
    private final TimeLimitSettings settings;
    private final Clock clock;

    TimeLimit(
            TransactionOperations transaction,
            Orders orders,
            StatusChanges changes,
            TimeLimitSettings settings,
            Clock clock) {
        this.transaction = transaction;
        this.orders = orders;
        this.changes = changes;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        // Not at once: an instance that starts has better things to do.
        tasks.scheduleFixedDelayTask(
                new FixedDelayTask(this::check, settings.checkEvery(), settings.checkEvery()));
    }

    private void check() {
        try {
            rejectOverdue();
        } catch (DataAccessException | TransactionException away) {
            log.warn("Overdue orders are not looked for now: {}", away.toString());
        }
    }

    /** Rejects all orders that are overdue and that nobody else is busy with. */
    void rejectOverdue() {
        int rejected;
        do {
            rejected = Objects.requireNonNull(transaction.execute(_ -> rejectSome()));
        } while (rejected == settings.batch());
    }

    private int rejectSome() {
        Instant now = clock.instant();
        List<Order> overdue =
                orders.waitingForUpdate(now.minus(settings.answerWithin()), settings.batch());
        for (Order order : overdue) {
            log.warn("Order {} of {} had no answer in time", order.id(), order.placedAt());
            changes.make(order, order.reject(TIMED_OUT, now));
        }
        return overdue.size();
    }
}
