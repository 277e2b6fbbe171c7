package io.everstore.resilience.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.PlainJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final WebApplicationContextRunner service =
            new WebApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    JacksonAutoConfiguration.class, TokenVerification.class))
                    .withPropertyValues("EVERSTORE_SECRETS=" + secrets);

    @BeforeAll
    static void writeKey() {
        Tokens.writePublicKey(secrets);
    }

    @Test
    void acceptsAValidToken() {
        service.run(
                context -> {
                    var jwt =
                            context.getBean(JwtDecoder.class)
                                    .decode(Tokens.signed(Tokens.KEYS, c -> c));
                    assertThat(jwt.getSubject()).isEqualTo("alice");
                    assertThat(jwt.getClaimAsString("scope")).isEqualTo("customer admin");
                });
    }

    @Test
    void refusesWhatIsNotMeantForUs() {
        refuses(Tokens.signed(Tokens.STRANGERS, c -> c));
        refuses(Tokens.signed(Tokens.KEYS, c -> c.issuer("https://elsewhere.example")));
        refuses(Tokens.signed(Tokens.KEYS, c -> c.audience("another-shop")));
        refuses(Tokens.signed(Tokens.KEYS, c -> c.claim("exp", Tokens.inSeconds(-120))));
        refuses(Tokens.signed(Tokens.KEYS, c -> c.claim("exp", null)));
        refuses(Tokens.signed(Tokens.KEYS, c -> c.claim("nbf", Tokens.inSeconds(600))));
    }

    @Test
    void refusesEveryOtherAlgorithm() throws IOException {
        byte[] publicKeyAsSecret = Files.readAllBytes(secrets.resolve("jwt-public-key.pem"));

        refuses(new PlainJWT(Tokens.claims().build()).serialize());
        refuses(
                Tokens.sign(
                        JWSAlgorithm.HS256,
                        Tokens.claims().build(),
                        () -> new MACSigner(publicKeyAsSecret)));
        refuses(
                Tokens.sign(
                        JWSAlgorithm.RS512,
                        Tokens.claims().build(),
                        () -> new RSASSASigner(Tokens.KEYS.getPrivate())));
    }

    @Test
    void startsWithoutAKeyAndThenAcceptsNothing() {
        service.withPropertyValues("EVERSTORE_SECRETS=/nowhere")
                .run(
                        context -> {
                            assertThat(context).hasNotFailed();
                            var decoder = context.getBean(JwtDecoder.class);
                            assertThatThrownBy(
                                            () ->
                                                    decoder.decode(
                                                            Tokens.signed(Tokens.KEYS, c -> c)))
                                    .hasRootCauseInstanceOf(IOException.class);
                        });
    }

    @Test
    void believesOldAndNewKeyWhileOneReplacesTheOther() throws IOException {
        Path next = Tokens.writePublicKey(secrets, "jwt-public-key-next.pem", Tokens.STRANGERS);
        service.withPropertyValues("everstore.identity.key-refresh=0s")
                .run(
                        context -> {
                            var decoder = context.getBean(JwtDecoder.class);
                            decoder.decode(Tokens.signed(Tokens.KEYS, c -> c));
                            decoder.decode(Tokens.signed(Tokens.STRANGERS, c -> c));
                            decoder.decode(Tokens.named(Tokens.STRANGERS));

                            Files.delete(next);
                            decoder.decode(Tokens.signed(Tokens.KEYS, c -> c));
                            assertThatThrownBy(() -> decoder.decode(Tokens.named(Tokens.STRANGERS)))
                                    .isInstanceOf(JwtException.class);
                        });
    }

    @Test
    void believesAnExternalIssuerAlsoWhileItIsAway() throws IOException {
        byte[] keySet = Tokens.keySet(Tokens.STRANGERS).getBytes(StandardCharsets.UTF_8);
        HttpServer issuer =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, keySet.length);
                        exchange.getResponseBody().write(keySet);
                    }
                });
        issuer.start();
        service.withPropertyValues(
                        "everstore.identity.jwk-set-uri=http://127.0.0.1:"
                                + issuer.getAddress().getPort()
                                + "/jwks",
                        "everstore.identity.issuer=https://login.example")
                .run(
                        context -> {
                            var decoder = context.getBean(JwtDecoder.class);
                            String token =
                                    Tokens.signed(
                                            Tokens.STRANGERS,
                                            c -> c.issuer("https://login.example"));
                            decoder.decode(token);
                            issuer.stop(0);
                            decoder.decode(token);
                            assertThatThrownBy(
                                            () ->
                                                    decoder.decode(
                                                            Tokens.signed(Tokens.KEYS, c -> c)))
                                    .as("what the gateway itself signed")
                                    .isInstanceOf(JwtException.class);
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
}
