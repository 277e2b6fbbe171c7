package io.everstore.order.placement;

/** The customer sent the key before, with another order. */
public final class KeyReused extends RuntimeException {

    private KeyReused(String message) {
        super(message);
    }

    static KeyReused by(Purchase purchase) {
        return new KeyReused("key of order request " + purchase.orderId() + " stands for another");
    }
}
