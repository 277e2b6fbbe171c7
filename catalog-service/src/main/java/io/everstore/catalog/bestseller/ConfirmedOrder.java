package io.everstore.catalog.bestseller;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is read here of a confirmed order. Everything may be missing: an event comes from outside.
 */
record ConfirmedOrder(@Nullable UUID orderId, @Nullable List<@Nullable SoldLine> lines) {

    static final String TOPIC = "orders.events";
    static final String TYPE = "dev.everstore.order.confirmed.v1";

    /** One line of the order. */
    record SoldLine(@Nullable String sku, int quantity) {}
}
