package io.everstore.gateway.oidc;

import static org.springframework.web.servlet.function.RequestPredicates.GET;
import static org.springframework.web.servlet.function.RouterFunctions.route;

import io.everstore.gateway.identity.SessionCookie;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The way to the issuer and back, in the place of the login page. It ends in the cookie that our
 * own login would have set, so that nothing behind it knows the difference.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OidcSettings.class)
class SignInRoutes {

    private static final Logger log = LoggerFactory.getLogger(SignInRoutes.class);

    /** Browsers drop cookies above 4,096 bytes, with their name and attributes, and say nothing. */
    private static final int LARGEST_TOKEN = 3_900;

    /** Before the storefront's own page; without an issuer, nothing. */
    @Bean
    @Order(0)
    RouterFunction<ServerResponse> signInAtIssuer(OidcSettings settings, JwtDecoder accessTokens) {
        if (!settings.isOn()) {
            return _ -> Optional.empty();
        }
        Issuer issuer = Issuer.of(settings);
        var signIn = new SignIn(issuer, accessTokens);
        var cookie = new AttemptCookie(settings, Clock.systemUTC());
        return route(GET("/login"), request -> begin(request, issuer, signIn, cookie))
                .andRoute(GET(Issuer.CALLBACK), request -> finish(request, signIn, cookie))
                .andRoute(GET("/login/ended"), request -> end(request, settings));
    }

    private static ServerResponse begin(
            ServerRequest request, Issuer issuer, SignIn signIn, AttemptCookie cookie) {
        if (!issuer.isThere()) {
            return SignInPage.AWAY.answer(request);
        }
        var asked = signIn.begin(request.servletRequest());
        Attempt attempt = Attempt.of(asked, request.param("to").orElse("/"));
        return to(URI.create(asked.getAuthorizationRequestUri()))
                .header(HttpHeaders.SET_COOKIE, cookie.holding(attempt, isHttps(request)))
                .build();
    }

    private static ServerResponse finish(
            ServerRequest request, SignIn signIn, AttemptCookie cookie) {
        Optional<Attempt> attempt = cookie.in(request.servletRequest());
        Optional<String> code = request.param("code");
        Optional<String> state = request.param("state");
        if (attempt.isEmpty() || code.isEmpty() || state.isEmpty()) {
            return SignInPage.BROKEN_OFF.answer(request);
        }
        Jwt token;
        try {
            token = signIn.finish(attempt.get(), code.get(), state.get());
        } catch (OAuth2AuthenticationException | JwtException e) {
            return explain(e).answer(request);
        }
        if (token.getTokenValue().length() > LARGEST_TOKEN) {
            log.warn("The issuer's tokens have more than {} characters", LARGEST_TOKEN);
            return SignInPage.UNUSABLE.answer(request);
        }
        boolean https = isHttps(request);
        return to(URI.create(attempt.get().backTo()))
                .header(
                        HttpHeaders.SET_COOKIE,
                        SessionCookie.holding(token, Clock.systemUTC(), https),
                        AttemptCookie.cleared(https))
                .build();
    }

    /** For the customer in general; for who runs the shop as it is. */
    private static SignInPage explain(RuntimeException failure) {
        if (Issuer.isAway(failure)) {
            log.warn("The issuer does not answer: {}", failure.getMessage());
            return SignInPage.AWAY;
        }
        log.warn("A sign-in was refused: {}", failure.getMessage());
        return failure instanceof OAuth2AuthenticationException
                ? SignInPage.BROKEN_OFF
                : SignInPage.UNUSABLE;
    }

    /** After the cookie was cleared: else the issuer would sign the customer in again, unasked. */
    private static ServerResponse end(ServerRequest request, OidcSettings settings) {
        URI home = request.uriBuilder().replacePath("/").replaceQuery(null).build();
        return to(settings.endSessionUri() == null
                        ? home
                        : UriComponentsBuilder.fromUri(settings.endSessionUri())
                                .queryParam("client_id", "{client}")
                                .queryParam("post_logout_redirect_uri", "{home}")
                                .encode()
                                .build(settings.clientId(), home))
                .build();
    }

    private static ServerResponse.HeadersBuilder<?> to(URI address) {
        return ServerResponse.status(HttpStatus.SEE_OTHER)
                .location(address)
                .cacheControl(CacheControl.noStore());
    }

    private static boolean isHttps(ServerRequest request) {
        return request.servletRequest().isSecure();
    }
}
