package io.everstore.order.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.PlainJWT;
import io.everstore.order.Backends;
import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Tokens;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

@OrderServiceTest
class AccessTests {

    @Autowired private Environment environment;

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz"})
    void letsAnyoneProbe(String path) {
        Answer answer = Client.withToken(environment, null).get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("UP");
    }

    @Test
    void showsItsMetrics() {
        Answer answer = Client.withToken(environment, null).get("/actuator/prometheus");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body())
                .contains("everstore_outbox_age_seconds", "hikaricp_connections");
    }

    @Test
    void wantsAToken() {
        Answer answer = Client.withToken(environment, null).get("/api/orders");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthorized");
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refusesATokenThat(String flaw, String token) {
        Answer answer = Client.withToken(environment, token).get("/api/orders");

        assertThat(answer.status()).as(flaw).isEqualTo(401);
        assertThat(answer.problem()).isEqualTo("unauthorized");
    }

    static Stream<Object[]> refusesATokenThat() throws Exception {
        Date anHourAgo = Date.from(Instant.now().minusSeconds(3600));
        return Map.of(
                        "has expired",
                        Tokens.sign(
                                Tokens.claims("alice").expirationTime(anHourAgo).build(),
                                JWSAlgorithm.RS256),
                        "never expires",
                        Tokens.sign(
                                Tokens.claims("alice").expirationTime(null).build(),
                                JWSAlgorithm.RS256),
                        "is of another issuer",
                        Tokens.sign(
                                Tokens.claims("alice").issuer("https://evil.example").build(),
                                JWSAlgorithm.RS256),
                        "is for another audience",
                        Tokens.sign(
                                Tokens.claims("alice").audience("another-shop").build(),
                                JWSAlgorithm.RS256),
                        "is signed by another key",
                        signedByAStranger(),
                        "is signed with another algorithm",
                        Tokens.sign(Tokens.claims("alice").build(), JWSAlgorithm.RS512),
                        "is signed with the public key as a shared secret",
                        signedWithThePublicKey(),
                        "is not signed",
                        new PlainJWT(Tokens.claims("alice").build()).serialize(),
                        "is garbage",
                        "garbage")
                .entrySet()
                .stream()
                .map(entry -> new Object[] {entry.getKey(), entry.getValue()});
    }

    @Test
    void wantsTheScopeOfACustomer() {
        String token =
                Tokens.sign(
                        Tokens.claims("alice").claim("scope", "admin").build(), JWSAlgorithm.RS256);

        Answer answer = Client.withToken(environment, token).get("/api/orders");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.problem()).isEqualTo("forbidden");
    }

    @Test
    void wantsATokenThatNamesSomebody() {
        for (String subject : new String[] {null, " ", "x".repeat(201)}) {
            String token = Tokens.sign(Tokens.claims(subject).build(), JWSAlgorithm.RS256);

            Answer answer = Client.withToken(environment, token).get("/api/orders");

            assertThat(answer.status()).as("subject " + subject).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/actuator", "/actuator/env", "/api", "/api/products", "/error"})
    void deniesEverythingElse(String path) {
        assertThat(Client.of(environment, "alice").get(path).status()).isEqualTo(403);
        assertThat(Client.withToken(environment, null).get(path).status()).isEqualTo(401);
    }

    private static String signedByAStranger() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return Tokens.sign(
                Tokens.claims("alice").build(),
                JWSAlgorithm.RS256,
                new RSASSASigner(generator.generateKeyPair().getPrivate()));
    }

    private static String signedWithThePublicKey() throws JOSEException {
        return Tokens.sign(
                Tokens.claims("alice").build(),
                JWSAlgorithm.HS256,
                new MACSigner(Backends.ISSUER.getPublic().getEncoded()));
    }
}
