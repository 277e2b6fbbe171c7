package io.everstore.catalog;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.function.UnaryOperator;

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
        return signed(keys, c -> c.expirationTime(Date.from(Instant.now().minusSeconds(600))));
    }

    String forAnotherAudience() {
        return signed(keys, c -> c.audience("elsewhere"));
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

    private static String signed(KeyPair keys, UnaryOperator<JWTClaimsSet.Builder> change) {
        try {
            JWTClaimsSet claims =
                    change.apply(
                                    new JWTClaimsSet.Builder()
                                            .issuer("https://everstore.local")
                                            .audience("everstore")
                                            .subject("tester")
                                            .claim("scope", "customer admin")
                                            .issueTime(new Date())
                                            .expirationTime(
                                                    Date.from(Instant.now().plusSeconds(3600))))
                            .build();
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
            token.sign(new RSASSASigner(keys.getPrivate()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
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
