package io.everstore.gateway.identity;

import io.everstore.gateway.web.PageHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;

/**
 * Who gets past the edge. The services verify each token themselves and decide what it allows; the
 * gateway refuses early what they would refuse anyway, and guards what only it knows: the browser's
 * cookie.
 */
@Configuration(proxyBeanMethods = false)
class Security {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> COOKIE_MAKERS = Set.of("/login", "/logout");

    @Bean
    SecurityFilterChain edge(
            HttpSecurity http,
            JwtDecoder decoder,
            AuthenticationEntryPoint unauthorized,
            AccessDeniedHandler forbidden,
            PageHeaders headers)
            throws Exception {
        var authentications = new JwtAuthenticationConverter();
        return http.authorizeHttpRequests(
                        requests ->
                                requests.requestMatchers("/api/orders/**", "/api/imports/**")
                                        .authenticated()
                                        .requestMatchers(HttpMethod.PUT, "/api/products/**")
                                        .authenticated()
                                        .requestMatchers(HttpMethod.POST, "/api/products/**")
                                        .authenticated()
                                        .anyRequest()
                                        .permitAll())
                .oauth2ResourceServer(
                        server ->
                                server.jwt(jwt -> jwt.decoder(decoder))
                                        .bearerTokenResolver(apiClientsOnly())
                                        .authenticationEntryPoint(unauthorized)
                                        .accessDeniedHandler(forbidden))
                .addFilterBefore(
                        new SessionCookieFilter(decoder, authentications), CsrfFilter.class)
                .csrf(
                        csrf ->
                                csrf.csrfTokenRepository(csrfCookie())
                                        .csrfTokenRequestHandler(
                                                new CsrfTokenRequestAttributeHandler())
                                        .requireCsrfProtectionMatcher(Security::couldBeForged)
                                        // Each request with a token is a new authentication; its
                                        // CSRF cookie would be replaced every time.
                                        .sessionAuthenticationStrategy(
                                                new NullAuthenticatedSessionStrategy()))
                .exceptionHandling(
                        handling ->
                                handling.authenticationEntryPoint(unauthorized)
                                        .accessDeniedHandler(forbidden))
                .headers(headers)
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .build();
    }

    /** The token of a cookie has been verified by its own filter already. */
    private static BearerTokenResolver apiClientsOnly() {
        var header = new DefaultBearerTokenResolver();
        return request -> SessionCookieFilter.usedBy(request) ? null : header.resolve(request);
    }

    /**
     * The storefront's scripts read this cookie and send its value back in X-XSRF-TOKEN; other
     * sites cannot.
     */
    private static CookieCsrfTokenRepository csrfCookie() {
        var cookie = CookieCsrfTokenRepository.withHttpOnlyFalse();
        cookie.setCookieCustomizer(settings -> settings.sameSite("Strict").path("/"));
        return cookie;
    }

    /**
     * Another site can make a browser send its cookie, but not a header: Bearer clients need no
     * protection.
     */
    private static boolean couldBeForged(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod())
                && (SessionCookieFilter.usedBy(request)
                        || COOKIE_MAKERS.contains(request.getRequestURI()));
    }
}
