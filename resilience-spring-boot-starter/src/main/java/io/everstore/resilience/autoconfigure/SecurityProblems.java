package io.everstore.resilience.autoconfigure;

import io.everstore.resilience.Problems;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import tools.jackson.databind.json.JsonMapper;

/** Answers 401 (with {@code WWW-Authenticate}, RFC 6750) and 403 with a problem. */
final class SecurityProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final JsonMapper json;
    private final AuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();

    SecurityProblems(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException refused)
            throws IOException {
        try {
            challenge.commence(request, response, refused);
        } catch (ServletException impossible) {
            throw new IOException(impossible);
        }
        String detail =
                refused instanceof OAuth2AuthenticationException
                        ? "The token was refused: it has expired or is not meant for this service;"
                                + " sign in again"
                        : "Sign in, and send the token as 'Authorization: Bearer <token>'";
        Problems.write(
                response,
                json,
                Problems.of(HttpStatus.UNAUTHORIZED, "unauthorized", "Who are you?", detail));
    }

    @Override
    public void handle(
            HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        boolean csrf = denied instanceof CsrfException;
        String detail =
                csrf
                        ? "The CSRF token is missing or out of date; load the page again"
                        : "You are signed in, but this is not for you to do";
        Problems.write(
                response,
                json,
                Problems.of(
                        HttpStatus.FORBIDDEN,
                        csrf ? "csrf-token-refused" : "forbidden",
                        "You may not do this",
                        detail));
    }
}
