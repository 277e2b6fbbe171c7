package io.everstore.order.idempotency;

/**
 * The name a customer gives to one order, so that sending it again is not ordering again. It means
 * nothing without its customer: two customers may use the same one.
 */
public record IdempotencyKey(String value) {

    public static final String RULE = "16 to 64 characters out of A-Z a-z 0-9 . _ : -";

    /**
     * Takes what was sent.
     *
     * @throws MalformedKey when the value breaks {@link #RULE}
     */
    public IdempotencyKey {
        if (!value.matches("[A-Za-z0-9._:-]{16,64}")) {
            throw MalformedKey.of();
        }
    }
}
