package io.everstore.order.placement;

import io.everstore.order.lifecycle.Order;

/**
 * An order that is committed on two nodes, and so may be acknowledged.
 *
 * @param replayed whether an earlier request placed it
 */
public record Placed(Order order, boolean replayed) implements Accepted {

    /** Not a replay if an earlier attempt of this very request placed it. */
    Placed recognisedBy(Purchase purchase) {
        return new Placed(order, replayed && !order.placedAt().equals(purchase.sentAt()));
    }
}
