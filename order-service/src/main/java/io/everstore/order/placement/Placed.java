package io.everstore.order.placement;

import io.everstore.order.lifecycle.Order;

/**
 * An order that is committed on two nodes, and so may be acknowledged.
 *
 * @param replayed whether an earlier request placed it
 */
record Placed(Order order, boolean replayed) {}
