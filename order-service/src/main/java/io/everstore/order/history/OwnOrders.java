package io.everstore.order.history;

import io.everstore.order.idempotency.OrderId;
import io.everstore.order.lifecycle.Orders;
import io.everstore.order.outage.Database;
import io.everstore.order.outage.Trouble;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Looks up one order for its customer, wherever it is: in the database, or among those that wait
 * for it. What the database says outweighs the rest. That there is no such order is only said when
 * it is in neither, and never while one of them cannot be asked.
 */
@Component
public class OwnOrders {

    private final Orders orders;
    private final QueuedOrders queued;
    private final Database database;
    private final HistorySettings settings;

    OwnOrders(Orders orders, QueuedOrders queued, Database database, HistorySettings settings) {
        this.orders = orders;
        this.queued = queued;
        this.database = database;
        this.settings = settings;
    }

    /**
     * The order as its customer sees it now.
     *
     * @throws OrderNotFound when the customer has no such order
     * @throws NotKnownNow when that cannot be found out
     */
    public OrderView find(String customer, UUID id) {
        try {
            return database.isAway()
                    ? glance(customer, id)
                    : stored(customer, id).orElseGet(() -> notStored(customer, id));
        } catch (RuntimeException e) {
            if (Trouble.of(e) != Trouble.LINK) {
                throw e;
            }
            return waiting(customer, id);
        }
    }

    /**
     * A primary without its standbys counts as away, as it confirms nothing; yet it can be read.
     */
    private OrderView glance(String customer, UUID id) {
        return database.glance(settings.glance(), () -> orders.find(customer, id))
                .map(OrderView::of)
                .orElseGet(() -> waiting(customer, id));
    }

    private OrderView waiting(String customer, UUID id) {
        queued.catchUp();
        return queued.find(customer, id).orElseThrow(() -> NotKnownNow.aboutOrder(id));
    }

    /** It may have been accepted by another instance just now. */
    private OrderView notStored(String customer, UUID id) {
        boolean mayBeQueued = OrderId.isDerived(id);
        boolean complete = !mayBeQueued || queued.catchUp();
        Optional<OrderView> waiting = queued.find(customer, id);
        if (waiting.isPresent()) {
            return waiting.get();
        }
        if (!complete) {
            throw NotKnownNow.aboutOrder(id);
        }
        // Or have been placed between the two looks.
        return (mayBeQueued ? stored(customer, id) : Optional.<OrderView>empty())
                .orElseThrow(() -> OrderNotFound.withId(id.toString()));
    }

    private Optional<OrderView> stored(String customer, UUID id) {
        return database.read(settings.patience(), () -> orders.find(customer, id))
                .map(OrderView::of);
    }

    /**
     * The id in a path.
     *
     * @throws OrderNotFound when it is none, because then there is no such order
     */
    public static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw OrderNotFound.withId(text);
        }
    }
}
