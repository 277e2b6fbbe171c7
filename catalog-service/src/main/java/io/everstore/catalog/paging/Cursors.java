package io.everstore.catalog.paging;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Turns a position in a listing into an opaque cursor and back.
 *
 * <p>A cursor is authenticated (HMAC-SHA-256 over scope and position), so that a changed one, or
 * one of another listing, is refused instead of silently answering a wrong page. It is not
 * encrypted: it holds nothing but the keys of the last product shown.
 */
@Component
public class Cursors {

    /** 96 bits: nobody guesses that, and the cursor stays short enough for a link. */
    private static final int SEAL_BYTES = 12;

    private static final int MAX_LENGTH = 2_000;
    private static final char SEPARATOR = '\u001f';

    private final SecretKeySpec key;

    Cursors(CursorSettings settings) {
        this.key =
                new SecretKeySpec(
                        ("cursor:" + settings.secret()).getBytes(StandardCharsets.UTF_8),
                        "HmacSHA256");
    }

    /**
     * The cursor of a position.
     *
     * @param scope the listing it belongs to: everything that shapes the order, such as the query
     * @param position the sort keys of the last item shown; without control characters
     */
    public String of(String scope, List<String> position) {
        byte[] payload =
                String.join(String.valueOf(SEPARATOR), position).getBytes(StandardCharsets.UTF_8);
        byte[] seal = seal(scope, payload);
        byte[] cursor = Arrays.copyOf(seal, SEAL_BYTES + payload.length);
        System.arraycopy(payload, 0, cursor, SEAL_BYTES, payload.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
    }

    /**
     * The position in a cursor.
     *
     * @throws InvalidCursor if this service did not make the cursor for this scope
     */
    public List<String> position(String scope, String cursor) {
        byte[] bytes = decoded(cursor);
        byte[] payload = Arrays.copyOfRange(bytes, SEAL_BYTES, bytes.length);
        byte[] expected = seal(scope, payload);
        if (!MessageDigest.isEqual(expected, Arrays.copyOf(bytes, SEAL_BYTES))) {
            throw InvalidCursor.refused();
        }
        String text = new String(payload, StandardCharsets.UTF_8);
        return List.of(text.split(String.valueOf(SEPARATOR), -1));
    }

    private static byte[] decoded(String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            throw InvalidCursor.refused();
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            // The decoder overlooks padding and stray bits at the end: only the one true form
            // counts.
            String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            if (bytes.length > SEAL_BYTES && canonical.equals(cursor)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // Not Base64 at all: refused like any other.
        }
        throw InvalidCursor.refused();
    }

    private byte[] seal(String scope, byte[] payload) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(scope.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(payload), SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
