package io.everstore.catalog.identity;

import static org.springframework.security.config.Customizer.withDefaults;

import java.io.IOException;
import java.io.InputStream;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Everybody may look, only admins may change anything, and whatever is not listed here is denied.
 */
@Configuration(proxyBeanMethods = false)
class AccessRules {

    @Bean
    SecurityFilterChain accessRules(HttpSecurity http, AccessProblems problems) {
        return http.authorizeHttpRequests(
                        requests ->
                                requests.requestMatchers("/livez", "/readyz", "/actuator/health/**")
                                        .permitAll()
                                        .requestMatchers(
                                                HttpMethod.GET,
                                                "/api/products",
                                                "/api/products/*",
                                                "/api/categories",
                                                "/api/bestsellers",
                                                "/images/*")
                                        .permitAll()
                                        .requestMatchers(HttpMethod.PUT, "/api/products/*")
                                        .hasAuthority("SCOPE_admin")
                                        .requestMatchers(HttpMethod.POST, "/api/products/*/stock")
                                        .hasAuthority("SCOPE_admin")
                                        .requestMatchers("/api/imports", "/api/imports/**")
                                        .hasAuthority("SCOPE_admin")
                                        .requestMatchers("/error")
                                        .permitAll()
                                        .anyRequest()
                                        .denyAll())
                .oauth2ResourceServer(
                        server -> server.jwt(withDefaults()).authenticationEntryPoint(problems))
                .exceptionHandling(
                        errors ->
                                errors.authenticationEntryPoint(problems)
                                        .accessDeniedHandler(problems))
                // Nothing here is kept in a session or a cookie, so there is nothing to forge.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    /** The algorithm is fixed here: a token cannot choose how it is verified. */
    @Bean
    JwtDecoder jwtDecoder(IdentitySettings settings) {
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withPublicKey(read(settings.publicKey()))
                        .signatureAlgorithm(SignatureAlgorithm.RS256)
                        .build();
        decoder.setJwtValidator(
                new DelegatingOAuth2TokenValidator<>(
                        List.of(
                                JwtValidators.createDefaultWithIssuer(settings.issuer()),
                                new JwtAudienceValidator(settings.audience()))));
        return decoder;
    }

    private static RSAPublicKey read(Resource location) {
        try (InputStream pem = location.getInputStream()) {
            return Objects.requireNonNull(RsaKeyConverters.x509().convert(pem));
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "No RSA public key (X.509, PEM) can be read from "
                            + location.getDescription()
                            + ": without it no token can be verified",
                    e);
        }
    }
}
