package io.everstore.resilience.autoconfigure;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
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
     * Which tokens are accepted: signed with RS256 by one of the keys, from the issuer, for the
     * audience, not expired (60 s of clock skew are forgiven).
     *
     * @param publicKeys X.509 SPKI in PEM, one key a file; default all {@code jwt-public-key*.pem}
     *     in the secrets directory. Several of them let a new key come in before the old one goes.
     * @param keyRefresh how often the files are looked at, default 10 s, but never before a token
     *     asks for it. Too small: reading. Too large: a key that was taken away is still believed.
     * @param jwkSetUri of an external issuer, whose keys are then used instead of files
     * @param issuer the exact value of {@code iss}; default {@code https://everstore.local}
     * @param audience a value of {@code aud}; default {@code everstore}
     */
    @ConfigurationProperties("everstore.identity")
    record Settings(
            @Nullable String publicKeys,
            @DefaultValue("10s") Duration keyRefresh,
            @Nullable URI jwkSetUri,
            @DefaultValue("https://everstore.local") String issuer,
            @DefaultValue("everstore") String audience) {}

    private static final String DEFAULT_LOCATION =
            "file:${EVERSTORE_SECRETS:/run/secrets}/jwt-public-key*.pem";

    /** Ours, and that of RFC 9068, which other issuers write. */
    private static final JOSEObjectTypeVerifier<SecurityContext> TYPES =
            new DefaultJOSEObjectTypeVerifier<>(
                    JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null);

    /** An issuer that is away for a day must not sign everybody out. */
    private static final Duration OUTAGE = Duration.ofDays(1);

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(Settings settings, Environment environment) throws MalformedURLException {
        if (settings.jwkSetUri() != null) {
            return decoder(keysOf(settings.jwkSetUri()), settings);
        }
        String location = Objects.requireNonNullElse(settings.publicKeys(), DEFAULT_LOCATION);
        var files = new KeyFiles(environment.resolvePlaceholders(location), settings.keyRefresh());
        return decoder(files, settings);
    }

    /** Asked when the first token comes, and kept while the issuer does not answer. */
    private static JWKSource<SecurityContext> keysOf(URI jwkSet) throws MalformedURLException {
        return JWKSourceBuilder.<SecurityContext>create(jwkSet.toURL())
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    SecurityProblems securityProblems(JsonMapper json) {
        return new SecurityProblems(json);
    }

    /** An observation around each of some twenty filters of each request would tell nobody much. */
    @Bean
    @ConditionalOnMissingBean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    private static JwtDecoder decoder(JWKSource<SecurityContext> keys, Settings settings) {
        var expiry = new JwtTimestampValidator();
        expiry.setAllowEmptyExpiryClaim(false);
        OAuth2TokenValidator<Jwt> validator =
                new DelegatingOAuth2TokenValidator<>(
                        expiry,
                        new JwtIssuerValidator(settings.issuer()),
                        new JwtAudienceValidator(settings.audience()));
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        processor.setJWSTypeVerifier(TYPES);
        // The validator above does it, with its clock skew.
        processor.setJWTClaimsSetVerifier((_, _) -> {});
        var decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(validator);
        return decoder;
    }

    /**
     * The keys in some files. A token names its key by thumbprint (RFC 7638); one without a name is
     * tried with all of them. Without a readable file no token is accepted.
     */
    private static final class KeyFiles implements JWKSource<SecurityContext> {

        private final String location;
        private final Duration refresh;
        private JWKSet keys = new JWKSet();
        private @Nullable Instant read;

        KeyFiles(String location, Duration refresh) {
            this.location = location;
            this.refresh = refresh;
        }

        @Override
        public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context)
                throws KeySourceException {
            return selector.select(present());
        }

        private synchronized JWKSet present() throws KeySourceException {
            Instant now = Instant.now();
            if (read == null || now.isAfter(read.plus(refresh))) {
                keys = readAll();
                read = now;
            }
            return keys;
        }

        private JWKSet readAll() throws KeySourceException {
            try {
                List<JWK> found = new ArrayList<>();
                for (Resource file :
                        new PathMatchingResourcePatternResolver().getResources(location)) {
                    found.add(read(file));
                }
                if (found.isEmpty()) {
                    throw new FileNotFoundException(location);
                }
                return new JWKSet(found);
            } catch (IOException | JOSEException | IllegalArgumentException e) {
                throw new KeySourceException("No token can be verified: " + location, e);
            }
        }

        private static JWK read(Resource file) throws IOException, JOSEException {
            try (InputStream pem = file.getInputStream()) {
                var key = Objects.requireNonNull(RsaKeyConverters.x509().convert(pem));
                return new RSAKey.Builder(key).keyIDFromThumbprint().build();
            }
        }
    }
}
