package io.everstore.order.confirmation;

import java.util.UUID;

/** What the catalog says about the stock of an order. */
sealed interface StockAnswer {

    UUID orderId();

    /** {@code dev.everstore.stock.reserved.v1}: all lines are reserved. */
    record Reserved(UUID orderId) implements StockAnswer {}

    /** {@code dev.everstore.stock.rejected.v1}: no line is reserved. */
    record Rejected(UUID orderId, String reason) implements StockAnswer {

        public Rejected {
            if (!reason.matches("[A-Z][A-Z_]{0,39}")) {
                throw new IllegalArgumentException("not a reason: " + reason);
            }
        }
    }
}
