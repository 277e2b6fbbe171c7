package io.everstore.gateway.oidc;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * The authorization code flow with PKCE (RFC 7636), state, nonce and a verified ID token, as Spring
 * Security's client does it. Not Boot's wiring of it: whether that is on would be decided when the
 * gateway is built, and it keeps attempts in the session of one gateway.
 */
final class SignIn {

    private final Issuer issuer;
    private final JwtDecoder accessTokens;
    private final DefaultOAuth2AuthorizationRequestResolver requests;
    private final OidcAuthorizationCodeAuthenticationProvider exchange;

    /**
     * For one issuer.
     *
     * @param accessTokens verifies tokens as every service will
     */
    SignIn(Issuer issuer, JwtDecoder accessTokens) {
        this.issuer = issuer;
        this.accessTokens = accessTokens;
        this.requests =
                new DefaultOAuth2AuthorizationRequestResolver(
                        new InMemoryClientRegistrationRepository(issuer.registration()));
        this.requests.setAuthorizationRequestCustomizer(
                OAuth2AuthorizationRequestCustomizers.withPkce());
        var tokens = new RestClientAuthorizationCodeTokenResponseClient();
        tokens.setRestClient(issuer.rest());
        this.exchange =
                new OidcAuthorizationCodeAuthenticationProvider(
                        tokens, user -> new DefaultOidcUser(List.of(), user.getIdToken()));
        this.exchange.setJwtDecoderFactory(_ -> issuer.idTokens());
    }

    /** What a browser is sent to the issuer with. */
    OAuth2AuthorizationRequest begin(HttpServletRequest request) {
        return Objects.requireNonNull(requests.resolve(request, Issuer.NAME));
    }

    /**
     * Exchanges the code for an access token that is good in this shop.
     *
     * @throws OAuth2AuthenticationException if the issuer refuses, or if state or ID token are not
     *     those of the attempt; {@link Issuer#isAway} if the issuer does not answer
     * @throws JwtException if the access token is none for this shop
     */
    Jwt finish(Attempt attempt, String code, String state) {
        var registration = issuer.registration();
        var details = registration.getProviderDetails();
        var asked =
                OAuth2AuthorizationRequest.authorizationCode()
                        .clientId(registration.getClientId())
                        .authorizationUri(String.valueOf(details.getAuthorizationUri()))
                        .redirectUri(attempt.redirectUri())
                        .scopes(registration.getScopes())
                        .state(attempt.state())
                        .attributes(
                                known -> {
                                    known.put(OidcParameterNames.NONCE, attempt.nonce());
                                    known.put(PkceParameterNames.CODE_VERIFIER, attempt.verifier());
                                })
                        .build();
        var answered =
                OAuth2AuthorizationResponse.success(code)
                        .redirectUri(attempt.redirectUri())
                        .state(state)
                        .build();
        var both = new OAuth2AuthorizationExchange(asked, answered);
        var signedIn =
                exchange.authenticate(new OAuth2LoginAuthenticationToken(registration, both));
        var token =
                ((OAuth2LoginAuthenticationToken) Objects.requireNonNull(signedIn))
                        .getAccessToken();
        return accessTokens.decode(Objects.requireNonNull(token).getTokenValue());
    }
}
