package io.everstore.catalog.identity;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * Whose tokens are trusted.
 *
 * @param publicKey resource with the issuer's public key (X.509, PEM); the service does not start
 *     without it
 * @param issuer required claim {@code iss}
 * @param audience required in the claim {@code aud}
 */
@Validated
@ConfigurationProperties("everstore.catalog.identity")
record IdentitySettings(
        @NotNull Resource publicKey,
        @NotBlank @DefaultValue("https://everstore.local") String issuer,
        @NotBlank @DefaultValue("everstore") String audience) {}
