package io.everstore.order.confirmation;

import java.util.UUID;

/** {@code dev.everstore.stock.expired.v1}: what is to become of the stock held for this order? */
record StockQuestion(UUID orderId) {}
