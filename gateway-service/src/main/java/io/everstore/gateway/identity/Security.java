package io.everstore.gateway.identity;

import io.everstore.gateway.web.PageHeaders;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
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
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * Who gets past the edge. The services verify each token themselves and decide what it allows; the
 * gateway refuses early what they would refuse anyway, and guards what only it knows: the browser's
 * cookie.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CorsSettings.class)
class Security {

    private static final String CUSTOMER = "SCOPE_customer";
    private static final String ADMIN = "SCOPE_admin";
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> COOKIE_MAKERS = Set.of("/login", "/logout");

    @Bean
    SecurityFilterChain edge(
            HttpSecurity http,
            JwtDecoder decoder,
            AuthenticationEntryPoint unauthorized,
            AccessDeniedHandler forbidden,
            CorsConfigurationSource origins,
            PageHeaders headers)
            throws Exception {
        var authentications = new JwtAuthenticationConverter();
        return http.authorizeHttpRequests(Security::rules)
                .cors(cors -> cors.configurationSource(origins))
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

    /** What is not listed is denied; who finds no page to read is told so by the storefront. */
    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
                    requests) {
        // Or every error page would turn into a 403.
        requests.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll();
        for (HttpMethod verb : List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST)) {
            requests.requestMatchers(verb, "/api/orders/**").hasAuthority(CUSTOMER);
        }
        requests.requestMatchers("/api/imports/**", "/api/stock/**").hasAuthority(ADMIN);
        requests.requestMatchers(HttpMethod.PUT, "/api/products/**").hasAuthority(ADMIN);
        requests.requestMatchers(HttpMethod.POST, "/api/products/**").hasAuthority(ADMIN);
        requests.requestMatchers(HttpMethod.POST, "/api/tokens", "/login", "/logout").permitAll();
        requests.requestMatchers(HttpMethod.GET, "/**").permitAll();
        requests.requestMatchers(HttpMethod.HEAD, "/**").permitAll();
        requests.anyRequest().denyAll();
    }

    /** Scripts of other sites get nothing, unless their site is on the list. */
    @Bean
    CorsConfigurationSource origins(CorsSettings settings) {
        var allowed = new CorsConfiguration();
        allowed.setAllowedOrigins(settings.allowedOrigins());
        allowed.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "DELETE"));
        allowed.setAllowedHeaders(
                List.of("Authorization", "Content-Type", "Idempotency-Key", "If-Match"));
        allowed.setExposedHeaders(
                List.of("ETag", "Location", "Retry-After", "Age", "Cache-Status"));
        // Cookies are for the shop's own pages; who comes from elsewhere brings a token.
        allowed.setAllowCredentials(false);
        allowed.setMaxAge(Duration.ofHours(1));
        var everywhere = new UrlBasedCorsConfigurationSource();
        everywhere.registerCorsConfiguration("/**", allowed);
        return everywhere;
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
