package io.everstore.resilience;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * TLS to PostgreSQL for jobs that run without Spring, as the profile {@code tls} turns it on in the
 * services: one switch for both, so that no job is forgotten.
 */
public final class DatabaseTls {

    private DatabaseTls() {}

    /**
     * What is added to a JDBC URL.
     *
     * @param environment with {@code SPRING_PROFILES_ACTIVE}, and the directory of {@code ca.crt}
     *     in {@code EVERSTORE_CERTIFICATES} or {@code EVERSTORE_SECRETS}
     * @return nothing if the profile {@code tls} is not active
     */
    public static String parameters(Map<String, String> environment) {
        String profiles = environment.getOrDefault("SPRING_PROFILES_ACTIVE", "");
        if (!List.of(profiles.split(" *, *", -1)).contains("tls")) {
            return "";
        }
        String secrets = environment.getOrDefault("EVERSTORE_SECRETS", "/run/secrets");
        Path certificates = Path.of(environment.getOrDefault("EVERSTORE_CERTIFICATES", secrets));
        return "&sslmode=verify-full&sslrootcert=" + certificates.resolve("ca.crt");
    }
}
