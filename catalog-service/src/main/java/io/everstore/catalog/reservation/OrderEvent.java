package io.everstore.catalog.reservation;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this service reads of the order service's events; whatever else they hold is not our
 * business.
 *
 * <p>Everything may be missing: an event comes from outside.
 *
 * @param lines needed only of an order that is placed
 */
record OrderEvent(@Nullable UUID orderId, @Nullable List<@Nullable OrderedLine> lines) {

    static final String TOPIC = "orders.events";
    static final String PLACED = "dev.everstore.order.placed.v1";

    /** One line as it was ordered. */
    record OrderedLine(@Nullable String sku, int quantity) {}
}
