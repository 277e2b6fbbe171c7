package io.everstore.order.idempotency;

/** A value that was sent as Idempotency-Key is not one. */
public final class MalformedKey extends RuntimeException {

    private MalformedKey(String message) {
        super(message);
    }

    static MalformedKey of() {
        return new MalformedKey("An Idempotency-Key has " + IdempotencyKey.RULE);
    }
}
