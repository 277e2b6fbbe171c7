package io.everstore.order.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of a request, by which a re-send is told from another request with the same key. */
public record Fingerprint(String hex) {

    /**
     * Digests a request.
     *
     * @param canonical the request in a form that is the same for two requests that ask for the
     *     same
     */
    public static Fingerprint of(String canonical) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8));
            return new Fingerprint(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static Fingerprint of(byte[] stored) {
        return new Fingerprint(HexFormat.of().formatHex(stored));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
