package io.everstore.gateway.identity;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.util.WebUtils;

/**
 * The cookie in which a browser keeps its token, out of reach of scripts (HttpOnly) and of other
 * sites (SameSite=Strict). Secure only over https, so that http://localhost works.
 */
public final class SessionCookie {

    private static final String NAME = "everstore-session";

    private SessionCookie() {}

    static @Nullable String valueIn(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, NAME);
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    /** Returns the value of a Set-Cookie header. */
    static String holding(Tokens.Token token, boolean https) {
        return cookie(token.value(), token.life(), https);
    }

    /** The same for a verified token of another issuer, for as long as it is good. */
    public static String holding(Jwt token, InstantSource clock, boolean https) {
        Duration life =
                Duration.between(
                        clock.instant(), Objects.requireNonNull(token.getExpiresAt(), "exp"));
        return cookie(token.getTokenValue(), life.isNegative() ? Duration.ZERO : life, https);
    }

    /** Returns the value of a Set-Cookie header that makes the browser forget it. */
    static String cleared(boolean https) {
        return cookie("", Duration.ZERO, https);
    }

    private static String cookie(String value, Duration life, boolean https) {
        return ResponseCookie.from(NAME, value)
                .httpOnly(true)
                .secure(https)
                .sameSite("Strict")
                .path("/")
                .maxAge(life)
                .build()
                .toString();
    }
}
