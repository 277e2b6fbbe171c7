package io.everstore.gateway.oidc;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * The cookie in which a browser keeps its attempt to sign in while it is at the issuer. Sealed
 * (AES-256-GCM) with what all gateways know, so any of them can finish what another one began, and
 * none has to remember anything. SameSite=Lax, not Strict: the browser brings it when it comes from
 * the issuer.
 */
final class AttemptCookie {

    private static final String NAME = "everstore-sign-in";
    private static final String PATH = "/login";

    private final byte[] key;
    private final Duration life;
    private final InstantSource clock;

    AttemptCookie(OidcSettings settings, InstantSource clock) {
        this.key = key(settings.clientSecret());
        this.life = settings.attemptLife();
        this.clock = clock;
    }

    private static byte[] key(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((NAME + ' ' + secret).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Returns the value of a Set-Cookie header. */
    String holding(Attempt attempt, boolean https) {
        var content =
                new Payload(
                        Map.of(
                                "state", attempt.state(),
                                "nonce", attempt.nonce(),
                                "verifier", attempt.verifier(),
                                "redirectUri", attempt.redirectUri(),
                                "backTo", attempt.backTo(),
                                "until", clock.instant().plus(life).getEpochSecond()));
        var sealed =
                new JWEObject(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), content);
        try {
            sealed.encrypt(new DirectEncrypter(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK has no AES-256-GCM", e);
        }
        return cookie(sealed.serialize(), life, https);
    }

    /** Returns the value of a Set-Cookie header that makes the browser forget it. */
    static String cleared(boolean https) {
        return cookie("", Duration.ZERO, https);
    }

    /** Empty if there is none, it is too old, or it was not sealed here. */
    Optional<Attempt> in(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, NAME);
        if (cookie == null) {
            return Optional.empty();
        }
        try {
            JWEObject sealed = JWEObject.parse(cookie.getValue());
            sealed.decrypt(new DirectDecrypter(key));
            return attempt(sealed.getPayload().toJSONObject());
        } catch (ParseException | JOSEException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private Optional<Attempt> attempt(Map<String, Object> content) {
        long until = ((Number) content.getOrDefault("until", 0)).longValue();
        return clock.instant().getEpochSecond() > until
                ? Optional.empty()
                : Optional.of(
                        new Attempt(
                                text(content, "state"),
                                text(content, "nonce"),
                                text(content, "verifier"),
                                text(content, "redirectUri"),
                                text(content, "backTo")));
    }

    private static String text(Map<String, Object> content, String name) {
        return String.valueOf(content.get(name));
    }

    private static String cookie(String value, Duration life, boolean https) {
        return ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .secure(https)
                .sameSite("Lax")
                .path(PATH)
                .maxAge(life)
                .build()
                .toString();
    }
}
