package io.everstore.gateway.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns the session cookie of a browser into the Bearer token that the services expect. A cookie
 * that is expired or was tampered with is cleared and the visitor becomes anonymous, because the
 * open pages must still work. A request that brings its own Authorization header is an API
 * client's: its cookies are ignored.
 */
final class SessionCookieFilter extends OncePerRequestFilter {

    private static final String USED = SessionCookieFilter.class.getName() + ".used";

    private final JwtDecoder decoder;
    private final JwtAuthenticationConverter authentications;

    SessionCookieFilter(JwtDecoder decoder, JwtAuthenticationConverter authentications) {
        this.decoder = decoder;
        this.authentications = authentications;
    }

    /**
     * Whether the browser vouches for this request: then, and only then, another site may have
     * caused it.
     */
    static boolean usedBy(HttpServletRequest request) {
        return request.getAttribute(USED) != null;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token =
                request.getHeader(HttpHeaders.AUTHORIZATION) == null
                        ? SessionCookie.valueIn(request)
                        : null;
        if (token == null) {
            chain.doFilter(request, response);
            return;
        }
        Jwt jwt = decode(token);
        if (jwt == null) {
            response.addHeader(HttpHeaders.SET_COOKIE, SessionCookie.cleared(request.isSecure()));
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(USED, true);
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentications.convert(jwt));
        SecurityContextHolder.setContext(context);
        chain.doFilter(new WithBearer(request, token), response);
    }

    private @Nullable Jwt decode(String token) {
        try {
            return decoder.decode(token);
        } catch (JwtException _) {
            return null;
        }
    }

    private static final class WithBearer extends HttpServletRequestWrapper {

        private final String authorization;

        WithBearer(HttpServletRequest request, String token) {
            super(request);
            this.authorization = "Bearer " + token;
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isAuthorization(name) ? authorization : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return isAuthorization(name)
                    ? Collections.enumeration(Set.of(authorization))
                    : super.getHeaders(name);
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            Set<String> names = new LinkedHashSet<>(Collections.list(super.getHeaderNames()));
            names.add(HttpHeaders.AUTHORIZATION);
            return Collections.enumeration(names);
        }

        private static boolean isAuthorization(String name) {
            return HttpHeaders.AUTHORIZATION.equalsIgnoreCase(name);
        }
    }
}
