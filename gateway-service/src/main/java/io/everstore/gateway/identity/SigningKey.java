package io.everstore.gateway.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.security.converter.RsaKeyConverters;

/**
 * The key that signs the shop's tokens. The public half is computed from it, so the two cannot be
 * mixed up.
 */
record SigningKey(RSAPrivateCrtKey privateKey, RSAPublicKey publicKey) {

    private static final int BITS = 2048;

    /**
     * Reads the key that all gateways share.
     *
     * @throws IllegalStateException if the file is missing, unreadable or no RSA key with 2048 bits
     *     or more
     */
    static SigningKey read(Resource pem) {
        try (InputStream in = pem.getInputStream()) {
            if (RsaKeyConverters.pkcs8().convert(in) instanceof RSAPrivateCrtKey key
                    && key.getModulus().bitLength() >= BITS) {
                return of(key);
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(pem, e);
        }
        throw unusable(pem, null);
    }

    /** A key that dies with this process; the services refuse what it signs. */
    static SigningKey throwaway() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return of((RSAPrivateCrtKey) generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make RSA keys", e);
        }
    }

    private static SigningKey of(RSAPrivateCrtKey key) throws GeneralSecurityException {
        var publicHalf = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
        return new SigningKey(
                key, (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(publicHalf));
    }

    /** Names it, as RFC 7638 has it. */
    String thumbprint() {
        try {
            return new RSAKey.Builder(publicKey).build().computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    private static IllegalStateException unusable(Resource pem, @Nullable Exception cause) {
        return new IllegalStateException(
                "no usable signing key in "
                        + pem.getDescription()
                        + ": expected an RSA key of 2048 bits or more as PKCS 8 PEM (BEGIN PRIVATE KEY)",
                cause);
    }

    @Override
    public String toString() {
        return "SigningKey[RSA " + publicKey.getModulus().bitLength() + "]";
    }
}
