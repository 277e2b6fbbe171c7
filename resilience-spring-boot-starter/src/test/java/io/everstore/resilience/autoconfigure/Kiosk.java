package io.everstore.resilience.autoconfigure;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A service that depends on the starter and does nothing for its own safety. */
@SpringBootApplication
class Kiosk {

    record Basket(@NotBlank String name, @Valid List<Item> items, boolean gift) {}

    record Item(String code, @Min(1) int count) {}

    @Bean
    SecurityFilterChain rules(HttpSecurity http, SecurityProblems problems) {
        return http.csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(
                        rules ->
                                rules.requestMatchers("/private/admin")
                                        .hasAuthority("SCOPE_admin")
                                        .requestMatchers("/private/**")
                                        .authenticated()
                                        .anyRequest()
                                        .permitAll())
                .oauth2ResourceServer(
                        server ->
                                server.jwt(_ -> {})
                                        .authenticationEntryPoint(problems)
                                        .accessDeniedHandler(problems))
                .exceptionHandling(
                        handling ->
                                handling.authenticationEntryPoint(problems)
                                        .accessDeniedHandler(problems))
                .build();
    }

    @RestController
    static class Counter {

        @PostMapping("/baskets")
        Basket take(@Valid @RequestBody Basket basket) {
            return basket;
        }

        @PostMapping("/uploads/raw")
        int upload(@RequestBody byte[] bytes) {
            return bytes.length;
        }

        @GetMapping("/pages")
        int page(@RequestParam @Max(100) int limit) {
            return limit;
        }

        @GetMapping("/private/me")
        String me() {
            return "me";
        }

        @GetMapping("/private/admin")
        String admin() {
            return "admin";
        }

        @GetMapping("/relayed")
        void relayed(HttpServletResponse response) throws IOException {
            response.addHeader("Everstore-Served-By", "upstream-7");
            response.getWriter().write("relayed");
        }

        @GetMapping("/database-away")
        void databaseAway() {
            throw new DataAccessResourceFailureException("secret host name");
        }

        @GetMapping("/database-demoted")
        void databaseDemoted() {
            throw new UncategorizedSQLException("x", null, new SQLException("read-only", "25006"));
        }

        @GetMapping("/bug")
        void bug() {
            throw new IllegalStateException("secret of the implementation");
        }

        @GetMapping("/duplicate")
        void duplicate() {
            throw new DuplicateKeyException("secret key name");
        }
    }
}
