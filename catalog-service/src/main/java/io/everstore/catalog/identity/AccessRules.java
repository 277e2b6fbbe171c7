package io.everstore.catalog.identity;

import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Everybody may look, only admins may change anything, and whatever is not listed here is denied.
 */
@Configuration(proxyBeanMethods = false)
class AccessRules {

    private static final String ADMIN = "SCOPE_admin";

    @Bean
    SecurityFilterChain rulesOfAccess(
            HttpSecurity http, AuthenticationEntryPoint unknown, AccessDeniedHandler denied) {
        return http.authorizeHttpRequests(AccessRules::rules)
                .oauth2ResourceServer(
                        server -> server.jwt(withDefaults()).authenticationEntryPoint(unknown))
                .exceptionHandling(
                        errors ->
                                errors.authenticationEntryPoint(unknown)
                                        .accessDeniedHandler(denied))
                // No cookie and no session means nothing, so there is nothing to forge.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
                    requests) {
        requests.requestMatchers("/livez", "/readyz", "/actuator/health/**").permitAll();
        requests.requestMatchers(HttpMethod.GET, "/actuator/prometheus").permitAll();
        requests.requestMatchers(
                        HttpMethod.GET,
                        "/api/products",
                        "/api/products/*",
                        "/api/categories",
                        "/api/bestsellers",
                        "/images/*")
                .permitAll();
        requests.requestMatchers(HttpMethod.PUT, "/api/products/*").hasAuthority(ADMIN);
        requests.requestMatchers(HttpMethod.POST, "/api/products/*/stock").hasAuthority(ADMIN);
        requests.requestMatchers(HttpMethod.GET, "/api/stock/drift").hasAuthority(ADMIN);
        requests.requestMatchers("/api/imports", "/api/imports/**").hasAuthority(ADMIN);
        requests.requestMatchers("/error").permitAll();
        requests.anyRequest().denyAll();
    }
}
