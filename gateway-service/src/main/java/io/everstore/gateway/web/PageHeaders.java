package io.everstore.gateway.web;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * What a browser may do with our answers: run our scripts and no others, talk to us and nobody
 * else, and show us in no frame. HTTPS-only (HSTS) is added by Spring Security when the request
 * came by https.
 */
public final class PageHeaders implements Customizer<HeadersConfigurer<HttpSecurity>> {

    private final String contentSecurityPolicy;

    /**
     * For one page.
     *
     * @param inlineScripts CSP sources of the scripts that may stand in the page itself
     */
    PageHeaders(List<String> inlineScripts) {
        String scripts =
                Stream.concat(Stream.of("'self'"), inlineScripts.stream())
                        .collect(Collectors.joining(" "));
        this.contentSecurityPolicy =
                String.join(
                        "; ",
                        "default-src 'self'",
                        "script-src " + scripts,
                        // Small pictures in style sheets.
                        "img-src 'self' data:",
                        "object-src 'none'",
                        "base-uri 'none'",
                        "form-action 'self'",
                        "frame-ancestors 'none'");
    }

    @Override
    public void customize(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(csp -> csp.policyDirectives(contentSecurityPolicy))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(
                        permissions ->
                                permissions.policy(
                                        "camera=(), geolocation=(), microphone=(), payment=()"))
                .crossOriginOpenerPolicy(
                        opener -> opener.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(
                        resource -> resource.policy(CrossOriginResourcePolicy.SAME_ORIGIN));
    }
}
