package io.everstore.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;

/** Tokens as the shop issues them, and as it must not accept them. */
public final class SignedTokens {

    private SignedTokens() {}

    public static String admin() {
        return sign(claims("admin", "customer admin").build(), Shop.KEYS);
    }

    public static String customer() {
        return sign(claims("alice", "customer").build(), Shop.KEYS);
    }

    public static String expired() {
        return sign(claims("alice", "customer").expirationTime(in(-120)).build(), Shop.KEYS);
    }

    public static String foreign() {
        return sign(claims("alice", "customer").build(), Shop.keys());
    }

    public static String ofOtherIssuer() {
        return sign(
                claims("alice", "customer").issuer("https://elsewhere.example").build(), Shop.KEYS);
    }

    public static String forOtherAudience() {
        return sign(claims("alice", "customer").audience("other-shop").build(), Shop.KEYS);
    }

    public static String unsigned() {
        return new PlainJWT(claims("alice", "customer").build()).serialize();
    }

    /**
     * The public key is public: whoever verifies with whatever algorithm the token names, accepts
     * this.
     */
    public static String signedWithThePublicKeyAsSecret() {
        try {
            var jwt =
                    new SignedJWT(
                            new JWSHeader(JWSAlgorithm.HS256), claims("alice", "customer").build());
            jwt.sign(new MACSigner(Shop.KEYS.getPublic().getEncoded()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String tamperedWith() {
        String[] parts = customer().split("\\.", -1);
        String claims = claims("admin", "customer admin").build().toString();
        String forged =
                java.util.Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(claims.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return parts[0] + "." + forged + "." + parts[2];
    }

    private static JWTClaimsSet.Builder claims(String subject, String scope) {
        return new JWTClaimsSet.Builder()
                .issuer("https://everstore.local")
                .audience("everstore")
                .subject(subject)
                .claim("scope", scope)
                .issueTime(in(-300))
                .expirationTime(in(3600));
    }

    private static Date in(long seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String sign(JWTClaimsSet claims, KeyPair keys) {
        try {
            var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
            jwt.sign(new RSASSASigner(keys.getPrivate()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
