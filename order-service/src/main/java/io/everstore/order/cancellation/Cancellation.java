package io.everstore.order.cancellation;

import io.everstore.order.commit.CommitGuard;
import io.everstore.order.commit.NotReplicated;
import io.everstore.order.history.OrderNotFound;
import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.Orders;
import io.everstore.order.lifecycle.StatusChanges;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Cancels an order in one transaction with the event that frees its stock. Asking again gives the
 * same answer, so whoever got none just asks again.
 *
 * <p>That answer is safe to give, too: the row lock is a write, so the commit of a repetition waits
 * for a standby as the first one did, and an order that shows as cancelled is not cancelled on the
 * primary alone.
 */
@Component
class Cancellation {

    private final TransactionOperations transaction;
    private final CommitGuard commit;
    private final Orders orders;
    private final StatusChanges changes;
    private final CancellationSettings settings;
    private final Clock clock;

    Cancellation(
            TransactionOperations transaction,
            CommitGuard commit,
            Orders orders,
            StatusChanges changes,
            CancellationSettings settings,
            Clock clock) {
        this.transaction = transaction;
        this.commit = commit;
        this.orders = orders;
        this.changes = changes;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @return the cancelled order
     * @throws OrderNotFound when the customer has no such order in the database
     * @throws NotCancellable when it is not confirmed
     * @throws NotReplicated when it is not known whether the cancellation will last
     */
    Order cancel(String customer, UUID id) {
        return Objects.requireNonNull(
                transaction.execute(
                        _ -> {
                            commit.watch(settings.patience());
                            return cancelled(
                                    orders.findForUpdate(customer, id)
                                            .orElseThrow(
                                                    () -> OrderNotFound.withId(id.toString())));
                        }));
    }

    private Order cancelled(Order order) {
        return switch (order.status()) {
            case CONFIRMED -> changes.make(order, order.cancel(clock.instant()));
            case CANCELLED -> order;
            case QUEUED, PLACED, REJECTED -> throw NotCancellable.now(order.id(), order.status());
        };
    }
}
