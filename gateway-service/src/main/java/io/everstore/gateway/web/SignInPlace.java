package io.everstore.gateway.web;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where customers sign in: with a form of the storefront, or at an issuer, to which {@code /login}
 * leads.
 *
 * @param clientId by which the issuer knows the shop; empty, the default: there is none
 */
@ConfigurationProperties("everstore.oidc")
record SignInPlace(@DefaultValue("") String clientId) {

    private static final String META = "<meta name=\"everstore-sign-in\" content=\"%s\">";

    /** The page, telling its scripts. */
    String tellIn(String html) {
        return clientId.isBlank()
                ? html
                : html.replace(META.formatted("form"), META.formatted("issuer"));
    }
}
