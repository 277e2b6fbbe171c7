package io.everstore.order.placement;

/** An order came without an Idempotency-Key, so a re-send could not be told from a second order. */
final class KeyMissing extends RuntimeException {

    private KeyMissing(String message) {
        super(message);
    }

    static KeyMissing here() {
        return new KeyMissing("no Idempotency-Key");
    }
}
