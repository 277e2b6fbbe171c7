package io.everstore.order.placement;

/** Another request with the same key is being placed and did not finish within the lock timeout. */
final class KeyInFlight extends RuntimeException {

    private KeyInFlight(Throwable cause) {
        super("the key is held by another request", cause);
    }

    static KeyInFlight because(Throwable lockTimeout) {
        return new KeyInFlight(lockTimeout);
    }
}
