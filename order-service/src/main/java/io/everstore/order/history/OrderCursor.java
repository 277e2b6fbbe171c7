package io.everstore.order.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a page of orders ended. As text it is 32 bytes in URL-safe Base64: microseconds, order id
 * and a check sum over both and the customer, so a cursor that was changed, cut or borrowed is
 * noticed.
 *
 * <p>The sum has no secret: a customer who forges a cursor only reads the same own orders from
 * another place, because the statement filters by customer whatever the cursor says.
 */
record OrderCursor(Instant placedAt, UUID id) {

    private static final int POSITION = Long.BYTES + 2 * Long.BYTES;
    private static final int CHECK_SUM = 8;

    static OrderCursor at(OrderView order) {
        return new OrderCursor(order.placedAt(), order.id());
    }

    /** Whether an order comes on the pages after this; PostgreSQL compares ids as bytes. */
    boolean isBefore(OrderView order) {
        int byTime = order.placedAt().compareTo(placedAt);
        return byTime < 0 || (byTime == 0 && order.id().toString().compareTo(id.toString()) < 0);
    }

    String encode(String customer) {
        byte[] position =
                ByteBuffer.allocate(POSITION)
                        .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, placedAt))
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits())
                        .array();
        ByteBuffer whole = ByteBuffer.allocate(POSITION + CHECK_SUM);
        whole.put(position).put(checkSum(customer, position), 0, CHECK_SUM);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
    }

    /**
     * @throws CursorNotValid when the text did not come from {@link #encode} for this customer
     */
    static OrderCursor decode(String customer, String text) {
        ByteBuffer whole = ByteBuffer.wrap(bytes(text));
        if (whole.remaining() != POSITION + CHECK_SUM) {
            throw CursorNotValid.here();
        }
        OrderCursor cursor =
                new OrderCursor(
                        Instant.EPOCH.plus(whole.getLong(), ChronoUnit.MICROS),
                        new UUID(whole.getLong(), whole.getLong()));
        if (!cursor.encode(customer).equals(text)) {
            throw CursorNotValid.here();
        }
        return cursor;
    }

    private static byte[] bytes(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw CursorNotValid.here();
        }
    }

    private static byte[] checkSum(String customer, byte[] position) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(position);
            return digest.digest(customer.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
