package io.everstore.catalog.stock;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What this service reads of the order service's event; whatever else it holds is not our business.
 *
 * <p>Everything may be missing: an event comes from outside.
 */
record OrderPlaced(@Nullable UUID orderId, @Nullable List<@Nullable OrderedLine> lines) {

    static final String TOPIC = "orders.events";
    static final String TYPE = "dev.everstore.order.placed.v1";

    /** One line as it was ordered. */
    record OrderedLine(@Nullable String sku, int quantity) {}
}
