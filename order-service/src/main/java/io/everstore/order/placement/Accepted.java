package io.everstore.order.placement;

/** An order that is safe, and so may be acknowledged. */
sealed interface Accepted permits Placed, Queued {}
