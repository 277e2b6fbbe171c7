package io.everstore.gateway.identity;

import io.everstore.gateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** The answers of 401 and 403, which Spring Security would give without a body. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    static Problem loginRequired() {
        return Problem.of(
                HttpStatus.UNAUTHORIZED,
                "login-required",
                "Login required",
                "Please log in first: a browser by POST /login, an API client with a token from POST /api/tokens.");
    }

    @Override
    public void commence(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException cause)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        boolean badToken = cause instanceof OAuth2AuthenticationException;
        Problem problem =
                badToken
                        ? Problem.of(
                                HttpStatus.UNAUTHORIZED,
                                "invalid-token",
                                "Invalid token",
                                "The Bearer token is expired, malformed or not one of this shop. Get a new one from POST /api/tokens.")
                        : loginRequired();
        problem.writeTo(response);
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException cause)
            throws IOException {
        Problem problem =
                cause instanceof CsrfException
                        ? Problem.of(
                                HttpStatus.FORBIDDEN,
                                "csrf-token-missing",
                                "CSRF token missing or wrong",
                                "Send the value of the cookie XSRF-TOKEN (GET /api/me sets it) in the header X-XSRF-TOKEN.")
                        : Problem.of(
                                HttpStatus.FORBIDDEN,
                                "not-allowed",
                                "Not allowed",
                                "This account may not do that. Log in with one that has the scope it needs.");
        problem.writeTo(response);
    }
}
