package io.everstore.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseTlsTests {

    @Test
    void isOffWithoutTheProfile() {
        assertThat(DatabaseTls.parameters(Map.of())).isEmpty();
        assertThat(DatabaseTls.parameters(Map.of("SPRING_PROFILES_ACTIVE", "demo,mtls"))).isEmpty();
    }

    @Test
    void believesTheAuthorityOfTheCertificatesOrElseOfTheSecrets() {
        assertThat(DatabaseTls.parameters(Map.of("SPRING_PROFILES_ACTIVE", "demo, tls")))
                .isEqualTo("&sslmode=verify-full&sslrootcert=/run/secrets/ca.crt");
        assertThat(
                        DatabaseTls.parameters(
                                Map.of(
                                        "SPRING_PROFILES_ACTIVE", "tls",
                                        "EVERSTORE_SECRETS", "/secrets",
                                        "EVERSTORE_CERTIFICATES", "/certificates")))
                .isEqualTo("&sslmode=verify-full&sslrootcert=/certificates/ca.crt");
    }
}
