package io.everstore.gateway.identity;

import io.everstore.gateway.identity.Login.Granted;
import io.everstore.gateway.identity.Login.Refused;
import io.everstore.gateway.identity.Login.Throttled;
import io.everstore.gateway.identity.Tokens.Token;
import io.everstore.gateway.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Login and logout: a token for API clients, a cookie for browsers. */
@RestController
class LoginController {

    private static final String SCOPE = "SCOPE_";

    private final Login login;
    private final Tokens tokens;

    LoginController(Login login, Tokens tokens) {
        this.login = login;
        this.tokens = tokens;
    }

    @PostMapping(path = "/api/tokens", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> issueToken(
            @Valid @RequestBody Credentials credentials, HttpServletRequest request)
            throws InterruptedException {
        return answer(
                credentials,
                request,
                token ->
                        ResponseEntity.ok()
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .body(new TokenAnswer(token.value(), token.life().toSeconds())));
    }

    /**
     * Takes JSON only: a form of another site could otherwise log its visitor in as someone else.
     */
    @PostMapping(path = "/login", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<?> logIn(@Valid @RequestBody Credentials credentials, HttpServletRequest request)
            throws InterruptedException {
        return answer(
                credentials,
                request,
                token ->
                        ResponseEntity.noContent()
                                .header(
                                        HttpHeaders.SET_COOKIE,
                                        SessionCookie.holding(token, request.isSecure()))
                                .build());
    }

    @PostMapping("/logout")
    ResponseEntity<Void> logOut(HttpServletRequest request) {
        return ResponseEntity.noContent()
                .header(HttpHeaders.SET_COOKIE, SessionCookie.cleared(request.isSecure()))
                .build();
    }

    /**
     * Asked once when the storefront starts, so this is also where a browser gets its CSRF cookie.
     */
    @GetMapping("/api/me")
    ResponseEntity<?> me(@Nullable JwtAuthenticationToken who, CsrfToken csrf) {
        csrf.getToken();
        return who == null
                ? Problem.of(
                                HttpStatus.UNAUTHORIZED,
                                "unauthorized",
                                "Who are you?",
                                "Nobody is signed in here. Log in with POST /login.")
                        .toEntity()
                : ResponseEntity.ok(new Me(who.getName(), scopes(who)));
    }

    private ResponseEntity<?> answer(
            Credentials credentials,
            HttpServletRequest request,
            Function<Token, ResponseEntity<?>> success)
            throws InterruptedException {
        return switch (login.attempt(
                credentials.username(), credentials.password(), request.getRemoteAddr())) {
            case Granted(var user) -> success.apply(tokens.issue(user));
            case Refused _ ->
                    Problem.of(
                                    HttpStatus.UNAUTHORIZED,
                                    "wrong-credentials",
                                    "Login failed",
                                    "Username or password is wrong. Please check both and try again.")
                            .toEntity();
            case Throttled(var wait) ->
                    Problem.of(
                                    HttpStatus.TOO_MANY_REQUESTS,
                                    "too-many-logins",
                                    "Too many logins",
                                    "There were too many attempts to log in. Please wait a moment and try again.")
                            .retryAfter(wait)
                            .toEntity();
        };
    }

    /** Issuers write them as one text or as a list, in {@code scope} or in {@code scp}. */
    private static List<String> scopes(JwtAuthenticationToken who) {
        return who.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(Objects::nonNull)
                .filter(authority -> authority.startsWith(SCOPE))
                .map(authority -> authority.substring(SCOPE.length()))
                .toList();
    }

    /** bcrypt looks at 72 bytes; what is longer would be compared in part only. */
    record Credentials(
            @NotBlank @Size(max = 100) String username,
            @NotNull @Size(min = 1, max = 72) String password) {

        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }

    record TokenAnswer(String accessToken, long expiresIn) {}

    record Me(String username, List<String> scopes) {}
}
