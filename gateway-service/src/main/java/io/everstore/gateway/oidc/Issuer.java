package io.everstore.gateway.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.http.HttpClient;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The issuer and what we are to it.
 *
 * @param idTokens verifies what it says of who signed in
 * @param keys the address of its keys
 */
record Issuer(ClientRegistration registration, RestClient rest, JwtDecoder idTokens, URI keys) {

    static final String CALLBACK = "/login/callback";
    static final String NAME = "issuer";

    static Issuer of(OidcSettings settings) {
        URI keys = URI.create(String.valueOf(settings.jwkSetUri()));
        ClientRegistration registration = registration(settings);
        return new Issuer(registration, rest(settings), idTokens(registration, keys), keys);
    }

    private static ClientRegistration registration(OidcSettings settings) {
        return ClientRegistration.withRegistrationId(NAME)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret())
                .redirectUri("{baseUrl}" + CALLBACK)
                .scope(settings.scopes())
                .issuerUri(settings.issuer())
                .authorizationUri(String.valueOf(settings.authorizationUri()))
                .tokenUri(String.valueOf(settings.tokenUri()))
                .jwkSetUri(String.valueOf(settings.jwkSetUri()))
                .build();
    }

    private static RestClient rest(OidcSettings settings) {
        var connections =
                new JdkClientHttpRequestFactory(
                        HttpClient.newBuilder().connectTimeout(settings.connectTimeout()).build());
        connections.setReadTimeout(settings.readTimeout());
        return RestClient.builder()
                .requestFactory(connections)
                .configureMessageConverters(
                        converters ->
                                converters
                                        .registerDefaults()
                                        .addCustomConverter(
                                                new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
    }

    private static JwtDecoder idTokens(ClientRegistration registration, URI keys) {
        try {
            var processor = new DefaultJWTProcessor<SecurityContext>();
            processor.setJWSKeySelector(
                    new JWSVerificationKeySelector<>(
                            JWSAlgorithm.RS256,
                            JWKSourceBuilder.<SecurityContext>create(keys.toURL()).build()));
            // The validators below do it, with their clock skew.
            processor.setJWTClaimsSetVerifier((_, _) -> {});
            var decoder = new NimbusJwtDecoder(processor);
            decoder.setJwtValidator(
                    new DelegatingOAuth2TokenValidator<>(
                            new JwtTimestampValidator(), new OidcIdTokenValidator(registration)));
            return decoder;
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("everstore.oidc.jwk-set-uri is no URL", e);
        }
    }

    /** Whether it answers: a browser that is sent to nobody could not tell us. */
    boolean isThere() {
        try {
            rest.get().uri(keys).retrieve().toBodilessEntity();
            return true;
        } catch (RestClientException | OAuth2AuthorizationException e) {
            return false;
        }
    }

    /** Whether trying again later may help. */
    static boolean isAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof HttpServerErrorException) {
                return true;
            }
        }
        return false;
    }
}
