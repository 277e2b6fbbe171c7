package io.everstore.order.access;

import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasAuthority;
import static org.springframework.security.authorization.AuthorizationManagers.allOf;

import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Who may call what: probes and metrics anyone, orders a customer, the rest nobody. Tokens are
 * verified here and not at the gateway alone, with a key on disk: nothing else has to be up for it.
 */
@Configuration(proxyBeanMethods = false)
class AccessRules {

    /** A longer subject would not fit the orders' column. */
    private static final int LONGEST_SUBJECT = 200;

    @Bean
    SecurityFilterChain filterChain(
            HttpSecurity http,
            AuthenticationEntryPoint unauthorized,
            AccessDeniedHandler forbidden) {
        return http.authorizeHttpRequests(
                        requests ->
                                requests
                                        // Or every error page would turn into a 403.
                                        .dispatcherTypeMatchers(DispatcherType.ERROR)
                                        .permitAll()
                                        .requestMatchers("/livez", "/readyz")
                                        .permitAll()
                                        .requestMatchers(HttpMethod.GET, "/actuator/prometheus")
                                        .permitAll()
                                        .requestMatchers("/api/orders", "/api/orders/**")
                                        .access(
                                                allOf(
                                                        hasAuthority("SCOPE_customer"),
                                                        (caller, _) -> hasAName(caller.get())))
                                        .anyRequest()
                                        .denyAll())
                // There is no cookie here that another site's page could make a browser send.
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(
                        session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .oauth2ResourceServer(
                        server ->
                                server.jwt(_ -> {})
                                        .authenticationEntryPoint(unauthorized)
                                        .accessDeniedHandler(forbidden))
                .exceptionHandling(
                        handling ->
                                handling.authenticationEntryPoint(unauthorized)
                                        .accessDeniedHandler(forbidden))
                .build();
    }

    /** Orders belong to the token's subject, so a token without one may do nothing. */
    private static AuthorizationDecision hasAName(@Nullable Authentication caller) {
        String name = caller == null ? null : caller.getName();
        return new AuthorizationDecision(
                name != null && !name.isBlank() && name.length() <= LONGEST_SUBJECT);
    }
}
