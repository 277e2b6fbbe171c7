package io.everstore.local.security;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who calls. The flawed ones would be an admin but for their one flaw; the good ones are made in
 * the same way, so that nobody is turned away for how a test makes its tokens.
 */
enum Caller {
    ANONYMOUS,
    CUSTOMER,
    OTHER,
    ADMIN,
    EXPIRED,
    WRONG_ISSUER,
    WRONG_AUDIENCE,
    ALG_NONE,
    TAMPERED;

    boolean isFlawed() {
        return compareTo(ADMIN) > 0;
    }

    @Nullable String token(Signer signer) {
        Map<String, Object> admin = claims("admin", "customer admin");
        return switch (this) {
            case ANONYMOUS -> null;
            case CUSTOMER -> signer.signed(claims("alice", "customer"));
            case OTHER -> signer.signed(claims("bob", "customer"));
            case ADMIN -> signer.signed(admin);
            // Two minutes ago: one minute is forgiven to clocks that differ.
            case EXPIRED -> signer.signed(with(admin, "exp", now() - 120));
            case WRONG_ISSUER -> signer.signed(with(admin, "iss", "https://elsewhere.example"));
            case WRONG_AUDIENCE -> signer.signed(with(admin, "aud", "another-shop"));
            case ALG_NONE -> Signer.unsigned(admin);
            case TAMPERED -> signer.tampered(claims("alice", "customer"), admin);
        };
    }

    /** As the columns of the table are called. */
    String column() {
        return isFlawed() ? "flawed" : toString();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Map<String, Object> claims(String subject, String scope) {
        return Map.of(
                "iss",
                "https://everstore.local",
                "aud",
                "everstore",
                "sub",
                subject,
                "scope",
                scope,
                "iat",
                now() - 300,
                "exp",
                now() + 3600);
    }

    private static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        var changed = new HashMap<>(claims);
        changed.put(name, value);
        return changed;
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
