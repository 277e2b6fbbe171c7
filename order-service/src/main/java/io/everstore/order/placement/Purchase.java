package io.everstore.order.placement;

import io.everstore.order.idempotency.IdempotencyKey;
import java.util.UUID;

/**
 * A wish to buy, the same object for every attempt to fulfil it.
 *
 * @param orderId the id the order gets if this purchase is the first under its key
 */
record Purchase(UUID orderId, String customer, IdempotencyKey key, Basket basket) {}
