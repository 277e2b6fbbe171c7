package io.everstore.local.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.everstore.local.acceptance.Everstore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/** Makes JWTs by hand, for no library makes all the wrong ones. */
final class Signer {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;

    private Signer(PrivateKey key) {
        this.key = key;
    }

    static Signer with(Path pem) {
        try {
            String body = Files.readString(pem).replaceAll("-----.*?-----", "");
            byte[] der = Base64.getMimeDecoder().decode(body);
            return new Signer(
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no RSA key: " + pem, e);
        }
    }

    String signed(Map<String, Object> claims) {
        String content = content("RS256", claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(UTF_8));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String unsigned(Map<String, Object> claims) {
        return content("none", claims) + ".";
    }

    /** A good token with other claims under the old signature. */
    String tampered(Map<String, Object> signed, Map<String, Object> claims) {
        String signature = signed(signed).split("\\.", -1)[2];
        return content("RS256", claims) + "." + signature;
    }

    private static String content(String algorithm, Map<String, Object> claims) {
        return part(Map.of("alg", algorithm, "typ", "JWT")) + "." + part(claims);
    }

    private static String part(Map<String, Object> json) {
        return BASE64.encodeToString(Everstore.JSON.writeValueAsBytes(json));
    }
}
