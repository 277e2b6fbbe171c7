package io.everstore.resilience.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

class TokenVerificationTests {

    @TempDir static Path secrets;
    private static KeyPair keys;
    private static KeyPair strangers;

    private final WebApplicationContextRunner service =
            new WebApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    JacksonAutoConfiguration.class, TokenVerification.class))
                    .withPropertyValues("EVERSTORE_SECRETS=" + secrets);

    @BeforeAll
    static void writeKey() throws Exception {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        strangers = generator.generateKeyPair();
        Files.writeString(secrets.resolve("jwt-public-key.pem"), pem(keys));
    }

    @Test
    void acceptsAValidToken() {
        service.run(
                context -> {
                    var jwt = context.getBean(JwtDecoder.class).decode(signed(keys, c -> c));
                    assertThat(jwt.getSubject()).isEqualTo("alice");
                    assertThat(jwt.getClaimAsString("scope")).isEqualTo("customer admin");
                });
    }

    @Test
    void refusesWhatIsNotMeantForUs() {
        refuses(signed(strangers, c -> c));
        refuses(signed(keys, c -> c.issuer("https://elsewhere.example")));
        refuses(signed(keys, c -> c.audience("another-shop")));
        refuses(signed(keys, c -> c.claim("exp", inSeconds(-120))));
        refuses(signed(keys, c -> c.claim("exp", null)));
        refuses(signed(keys, c -> c.claim("nbf", inSeconds(600))));
    }

    @Test
    void refusesEveryOtherAlgorithm() throws IOException {
        byte[] publicKeyAsSecret = Files.readAllBytes(secrets.resolve("jwt-public-key.pem"));

        refuses(new PlainJWT(claims().build()).serialize());
        refuses(sign(JWSAlgorithm.HS256, claims().build(), () -> new MACSigner(publicKeyAsSecret)));
        refuses(
                sign(
                        JWSAlgorithm.RS512,
                        claims().build(),
                        () -> new RSASSASigner(keys.getPrivate())));
    }

    @Test
    void startsWithoutAKeyAndThenAcceptsNothing() {
        service.withPropertyValues("EVERSTORE_SECRETS=/nowhere")
                .run(
                        context -> {
                            assertThat(context).hasNotFailed();
                            var decoder = context.getBean(JwtDecoder.class);
                            assertThatThrownBy(() -> decoder.decode(signed(keys, c -> c)))
                                    .hasRootCauseInstanceOf(IOException.class);
                        });
    }

    @Test
    void backsOffFromTheServicesOwnDecoder() {
        JwtDecoder own =
                _ -> {
                    throw new JwtException("closed");
                };
        service.withBean(JwtDecoder.class, () -> own)
                .run(context -> assertThat(context.getBean(JwtDecoder.class)).isSameAs(own));
    }

    private void refuses(String token) {
        service.run(
                context -> {
                    var decoder = context.getBean(JwtDecoder.class);
                    assertThatThrownBy(() -> decoder.decode(token))
                            .isInstanceOf(JwtException.class);
                });
    }

    private static String signed(KeyPair by, UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign(
                JWSAlgorithm.RS256,
                change.apply(claims()).build(),
                () -> new RSASSASigner(by.getPrivate()));
    }

    private interface Signer {
        JWSSigner get() throws Exception;
    }

    private static String sign(JWSAlgorithm algorithm, JWTClaimsSet claims, Signer signer) {
        try {
            var jwt = new SignedJWT(new JWSHeader(algorithm), claims);
            jwt.sign(signer.get());
            return jwt.serialize();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://everstore.local")
                .audience("everstore")
                .subject("alice")
                .claim("scope", "customer admin")
                .claim("iat", inSeconds(0))
                .claim("exp", inSeconds(60));
    }

    private static long inSeconds(long seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }

    private static String pem(KeyPair pair) {
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }
}
