package io.everstore.gateway.oidc;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where customers sign in, if not here. Its endpoints are told rather than discovered, so that a
 * gateway starts while the issuer is away.
 *
 * @param clientId by which the issuer knows the shop; empty: nobody signs in to the storefront, and
 *     nothing else here matters
 * @param clientSecret the shop's own, the same at all gateways: it also seals what a browser keeps
 *     while it is at the issuer, which any gateway has to open
 * @param issuer the exact {@code iss} of its tokens
 * @param authorizationUri where browsers are sent to
 * @param tokenUri where we fetch the token
 * @param jwkSetUri its keys; also asked whether it is there
 * @param endSessionUri where browsers are sent to after they signed out; null: they stay signed in
 *     at the issuer
 * @param scopes to ask for; {@code openid} must be among them
 * @param attemptLife how long a customer may take at the issuer, default 10 min. Too small: who
 *     looks for a password has to begin again. Too large: a forgotten tab can still sign in.
 * @param connectTimeout to the issuer, default 1 s
 * @param readTimeout for each of its answers, default 3 s. Too small: a slow issuer looks dead. Too
 *     large: customers stare at an empty page.
 */
@ConfigurationProperties("everstore.oidc")
record OidcSettings(
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("") String issuer,
        @Nullable URI authorizationUri,
        @Nullable URI tokenUri,
        @Nullable URI jwkSetUri,
        @Nullable URI endSessionUri,
        @DefaultValue({"openid", "customer"}) List<String> scopes,
        @DefaultValue("10m") Duration attemptLife,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("3s") Duration readTimeout) {

    OidcSettings {
        boolean isComplete =
                !clientSecret.isBlank()
                        && !issuer.isBlank()
                        && authorizationUri != null
                        && tokenUri != null
                        && jwkSetUri != null;
        if (!clientId.isBlank() && !isComplete) {
            throw new IllegalArgumentException(
                    "everstore.oidc has a client-id, but lacks client-secret, issuer,"
                            + " authorization-uri, token-uri or jwk-set-uri");
        }
    }

    boolean isOn() {
        return !clientId.isBlank();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "OidcSettings[" + clientId + " at " + issuer + "]";
    }
}
