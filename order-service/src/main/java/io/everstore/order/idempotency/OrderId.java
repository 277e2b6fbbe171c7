package io.everstore.order.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * The id of the order that a customer's key stands for. It follows from the two and from nothing
 * else, so that every instance gives the same id, whether it reaches the database or not: a UUID of
 * version 8 (RFC 9562, section 5.8) of 122 bits of a SHA-256.
 *
 * <p>It is no secret and no permission. Somebody who guesses an id still only sees own orders.
 */
public final class OrderId {

    /** So that the same text digested for another purpose gives another value. */
    private static final String PURPOSE = "everstore order id v1";

    private static final long VERSION = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private OrderId() {}

    /** The id under which this customer's order with this key is, or will be. */
    public static UUID of(String customer, IdempotencyKey key) {
        // A key has no line break, so no two pairs give the same text.
        ByteBuffer digest = ByteBuffer.wrap(sha256(PURPOSE + "\n" + key.value() + "\n" + customer));
        return new UUID(
                (digest.getLong() & ~0xF000L) | VERSION, (digest.getLong() >>> 2) | VARIANT);
    }

    /** Whether an id was made here; older orders have other ids. */
    public static boolean isDerived(UUID id) {
        return id.version() == 8;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
