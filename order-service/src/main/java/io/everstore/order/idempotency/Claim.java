package io.everstore.order.idempotency;

import java.util.UUID;

/** What came of claiming a key for an order. */
public sealed interface Claim {

    /** The key was free; it is the order's, if the transaction commits. */
    record First() implements Claim {}

    /** The same request came before and became this order. */
    record Replay(UUID order) implements Claim {}

    /** Another request came before under this key. */
    record Reused() implements Claim {}
}
