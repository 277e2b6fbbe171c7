package io.everstore.catalog;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Tokens as the gateway issues them, and such as it never would. */
final class Tokens {

    private final KeyPair keys = newKeys();

    String admin() {
        return token("customer admin");
    }

    String customer() {
        return token("customer");
    }

    String expired() {
        return signed(keys, c -> c.expiresAt(Instant.now().minusSeconds(600)));
    }

    String forAnotherAudience() {
        return signed(keys, c -> c.audience(List.of("elsewhere")));
    }

    String ofAnotherIssuer() {
        return signed(keys, c -> c.issuer("https://elsewhere.example"));
    }

    String signedByAnother() {
        return signed(newKeys(), c -> c);
    }

    String publicKeyPem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private String token(String scope) {
        return signed(keys, c -> c.claim("scope", scope));
    }

    private static String signed(KeyPair keys, UnaryOperator<JwtClaimsSet.Builder> change) {
        JwtClaimsSet claims =
                change.apply(
                                JwtClaimsSet.builder()
                                        .issuer("https://everstore.local")
                                        .audience(List.of("everstore"))
                                        .subject("tester")
                                        .claim("scope", "customer admin")
                                        .issuedAt(Instant.now().minusSeconds(3600))
                                        .expiresAt(Instant.now().plusSeconds(3600)))
                        .build();
        return NimbusJwtEncoder.withKeyPair(
                        (RSAPublicKey) keys.getPublic(), (RSAPrivateKey) keys.getPrivate())
                .build()
                .encode(JwtEncoderParameters.from(claims))
                .getTokenValue();
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
