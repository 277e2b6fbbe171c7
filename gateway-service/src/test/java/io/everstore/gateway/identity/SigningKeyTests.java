package io.everstore.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.everstore.gateway.Shop;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;

class SigningKeyTests {

    @Test
    void computesThePublicHalf() {
        SigningKey key =
                SigningKey.read(
                        new FileSystemResource(Shop.SECRETS.resolve("jwt-private-key.pem")));

        assertThat(key.publicKey()).isEqualTo(Shop.KEYS.getPublic());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no pem",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
            })
    void refusesWhatIsNoKey(String content) {
        var pem =
                new ByteArrayResource(content.getBytes(StandardCharsets.UTF_8), "secrets/key.pem");

        assertThatIllegalStateException()
                .isThrownBy(() -> SigningKey.read(pem))
                .withMessageContaining("secrets/key.pem")
                .withMessageContaining("PKCS 8");
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SigningKey.read(new FileSystemResource("/nowhere/key.pem")))
                .withMessageContaining("/nowhere/key.pem");
    }

    @Test
    void doesNotShowTheKey() {
        assertThat(SigningKey.throwaway().toString()).isEqualTo("SigningKey[RSA 2048]");
    }
}
