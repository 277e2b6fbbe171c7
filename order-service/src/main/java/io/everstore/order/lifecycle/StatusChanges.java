package io.everstore.order.lifecycle;

import org.springframework.stereotype.Component;

/** Makes a status change in the current transaction: the row and the event, both or neither. */
@Component
public class StatusChanges {

    private final Orders orders;
    private final OrderEvents events;

    StatusChanges(Orders orders, OrderEvents events) {
        this.orders = orders;
        this.events = events;
    }

    /**
     * Stores a change and tells of it.
     *
     * @param before the order as this transaction has read and locked it
     * @return the order after it
     */
    public Order make(Order before, Order after) {
        if (!orders.change(after, before.status())) {
            throw new IllegalStateException("order " + before.id() + " changed under its lock");
        }
        events.tell(after);
        return after;
    }
}
