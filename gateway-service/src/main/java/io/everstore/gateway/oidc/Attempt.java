package io.everstore.gateway.oidc;

import java.util.Objects;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;

/**
 * What has to be known of a sign-in when the browser comes back from the issuer.
 *
 * @param state that the issuer has to return
 * @param nonce whose hash has to be in the ID token
 * @param verifier that proves that we are who began it (PKCE)
 * @param redirectUri to which the issuer was told to return
 * @param backTo the page of the shop from which the customer came
 */
record Attempt(String state, String nonce, String verifier, String redirectUri, String backTo) {

    private static final String SHOP = "/";

    static Attempt of(OAuth2AuthorizationRequest request, String backTo) {
        return new Attempt(
                Objects.requireNonNull(request.getState()),
                Objects.requireNonNull(request.getAttribute(OidcParameterNames.NONCE)),
                Objects.requireNonNull(request.getAttribute(PkceParameterNames.CODE_VERIFIER)),
                Objects.requireNonNull(request.getRedirectUri()),
                isOurs(backTo) ? backTo : SHOP);
    }

    /**
     * Only paths of this shop: a link from elsewhere must not lead on to elsewhere. Browsers take a
     * backslash for a slash, and two of them for the beginning of a host.
     */
    private static boolean isOurs(String path) {
        return path.startsWith("/")
                && !path.startsWith("//")
                && path.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    }

    /** Without anything that could be used. */
    @Override
    public String toString() {
        return "Attempt[" + backTo + "]";
    }
}
