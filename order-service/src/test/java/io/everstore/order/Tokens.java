package io.everstore.order;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** Tokens as the gateway issues them, and some that it would not. */
public final class Tokens {

    private Tokens() {}

    public static String of(String customer) {
        return sign(claims(customer).build(), JWSAlgorithm.RS256);
    }

    public static JWTClaimsSet.Builder claims(String subject) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer("https://everstore.local")
                .audience("everstore")
                .subject(subject)
                .claim("scope", "customer")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(3600)));
    }

    public static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm) {
        return sign(claims, algorithm, new RSASSASigner(Backends.ISSUER.getPrivate()));
    }

    public static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }
}
