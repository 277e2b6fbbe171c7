package io.everstore.resilience.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who is calling, decided without asking anyone: with the key in a file, so signing in is the only
 * thing that stops when the issuer is away. It is here because it is the one guard that must fail
 * closed: without a readable key no token is accepted. What a caller may do is each service's own
 * {@code SecurityFilterChain}.
 */
@AutoConfiguration(
        before = OAuth2ResourceServerAutoConfiguration.class,
        after = JacksonAutoConfiguration.class)
@ConditionalOnClass({JwtDecoder.class, BearerTokenAuthenticationEntryPoint.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(TokenVerification.Settings.class)
public final class TokenVerification {

    /**
     * Which tokens are accepted: signed with RS256 by the key, from the issuer, for the audience,
     * not expired (60 s of clock skew are forgiven).
     *
     * @param publicKeyLocation X.509 SPKI in PEM; default {@code jwt-public-key.pem} in the secrets
     *     directory. Read at the first token, not at the start.
     * @param issuer the exact value of {@code iss}; default {@code https://everstore.local}
     * @param audience a value of {@code aud}; default {@code everstore}
     */
    @ConfigurationProperties("everstore.identity")
    record Settings(
            @Nullable String publicKeyLocation,
            @DefaultValue("https://everstore.local") String issuer,
            @DefaultValue("everstore") String audience) {}

    private static final String DEFAULT_LOCATION =
            "file:${EVERSTORE_SECRETS:/run/secrets}/jwt-public-key.pem";

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(Settings settings, Environment environment, ResourceLoader files) {
        String location =
                Objects.requireNonNullElse(settings.publicKeyLocation(), DEFAULT_LOCATION);
        Resource publicKey = files.getResource(environment.resolvePlaceholders(location));
        return new SupplierJwtDecoder(() -> decoder(publicKey, settings));
    }

    @Bean
    @ConditionalOnMissingBean
    SecurityProblems securityProblems(JsonMapper json) {
        return new SecurityProblems(json);
    }

    private static JwtDecoder decoder(Resource publicKey, Settings settings) {
        var expiry = new JwtTimestampValidator();
        expiry.setAllowEmptyExpiryClaim(false);
        OAuth2TokenValidator<Jwt> validator =
                new DelegatingOAuth2TokenValidator<>(
                        expiry,
                        new JwtIssuerValidator(settings.issuer()),
                        new JwtAudienceValidator(settings.audience()));
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withPublicKey(read(publicKey))
                        .signatureAlgorithm(SignatureAlgorithm.RS256)
                        .build();
        decoder.setJwtValidator(validator);
        return decoder;
    }

    private static RSAPublicKey read(Resource location) {
        try (InputStream pem = location.getInputStream()) {
            return Objects.requireNonNull(RsaKeyConverters.x509().convert(pem));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "No token can be verified: " + location + " cannot be read", unreadable);
        }
    }
}
