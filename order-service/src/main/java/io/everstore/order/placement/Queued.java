package io.everstore.order.placement;

/** An order that waits for the database, and will exist. */
record Queued(Purchase purchase) implements Accepted {}
