package io.everstore.gateway.identity;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.validation.annotation.Validated;

/**
 * Who may log in, and how the shop's tokens are made.
 *
 * @param privateKey PKCS 8 PEM of the RSA key that signs tokens. All gateways must have the same
 *     one, and the services its public half. Missing: the gateway refuses to start.
 * @param throwawayKey only for the training run and tests: sign with a key that dies with this
 *     process
 * @param issuer the {@code iss} of each token; the services refuse others
 * @param audience the {@code aud} of each token; the services refuse others
 * @param tokenLife default 1 h. Too small: customers are logged out in the middle of their order.
 *     Too large: a stolen token stays usable, since there is no list of revoked ones.
 * @param users empty unless the profile {@code demo} is active; then nobody can log in
 */
@Validated
@ConfigurationProperties("everstore.identity")
record IdentitySettings(
        @Nullable Resource privateKey,
        @DefaultValue("false") boolean throwawayKey,
        @DefaultValue("https://everstore.local") String issuer,
        @DefaultValue("everstore") String audience,
        @DefaultValue("1h") Duration tokenLife,
        @DefaultValue List<User> users) {

    /**
     * Who may log in.
     *
     * @param passwordHash bcrypt, cost 10: about 100 ms of a core for each guess
     * @param scopes {@code customer}, and for the staff also {@code admin}
     */
    record User(
            @NotBlank String username,
            @NotBlank String passwordHash,
            @NotEmpty List<String> scopes) {

        /** Without the hash, which has no business in a log. */
        @Override
        public String toString() {
            return "User[" + username + "]";
        }
    }
}
