package io.everstore.resilience.autoconfigure;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** Tokens of the issuer that the services trust, and of a stranger. */
final class Tokens {

    static final KeyPair KEYS = generate();
    static final KeyPair STRANGERS = generate();

    private Tokens() {}

    /** A secrets directory with the issuer's public key. */
    static void writePublicKey(Path secrets) {
        try {
            Files.writeString(secrets.resolve("jwt-public-key.pem"), pem(KEYS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key beside the issuer's; returns its file. */
    static Path writePublicKey(Path secrets, String name, KeyPair pair) throws IOException {
        return Files.writeString(secrets.resolve(name), pem(pair));
    }

    /** A token that says by which key it is signed. */
    static String named(KeyPair by) {
        try {
            String name = key(by).getKeyID();
            var jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(name).build(),
                            claims().build());
            jwt.sign(new RSASSASigner(by.getPrivate()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As an issuer publishes it. */
    static String keySet(KeyPair pair) {
        try {
            return new JWKSet(key(pair)).toString();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey key(KeyPair pair) throws JOSEException {
        return new RSAKey.Builder((RSAPublicKey) pair.getPublic()).keyIDFromThumbprint().build();
    }

    private static KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String signed(KeyPair by, UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign(
                JWSAlgorithm.RS256,
                change.apply(claims()).build(),
                () -> new RSASSASigner(by.getPrivate()));
    }

    interface Signer {
        JWSSigner get() throws Exception;
    }

    static String sign(JWSAlgorithm algorithm, JWTClaimsSet claims, Signer signer) {
        try {
            var jwt = new SignedJWT(new JWSHeader(algorithm), claims);
            jwt.sign(signer.get());
            return jwt.serialize();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://everstore.local")
                .audience("everstore")
                .subject("alice")
                .claim("scope", "customer admin")
                .claim("iat", inSeconds(0))
                .claim("exp", inSeconds(60));
    }

    static long inSeconds(long seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }

    private static String pem(KeyPair pair) {
        String body =
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPublic().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }
}
