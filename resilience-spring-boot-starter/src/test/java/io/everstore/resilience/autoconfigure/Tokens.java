package io.everstore.resilience.autoconfigure;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
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
