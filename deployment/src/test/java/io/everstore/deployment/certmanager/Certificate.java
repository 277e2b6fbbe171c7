package io.everstore.deployment.certmanager;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code cert-manager.io/v1}: a key with a certificate, kept in a Secret and renewed. */
public record Certificate(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    /**
     * What is wanted.
     *
     * @param duration as Go writes it: {@code 4320h}
     * @param renewBefore its end, in the same way
     */
    public record Spec(
            String secretName,
            @Nullable Template secretTemplate,
            String commonName,
            @Nullable List<String> dnsNames,
            @Nullable Boolean isCA,
            @Nullable List<Usage> usages,
            String duration,
            String renewBefore,
            Key privateKey,
            Reference issuerRef) {}

    public record Template(Map<String, String> labels) {}

    public enum Usage {
        @JsonProperty("digital signature")
        DIGITAL_SIGNATURE,
        @JsonProperty("server auth")
        SERVER_AUTH,
        @JsonProperty("client auth")
        CLIENT_AUTH
    }

    /**
     * How the key is made and written.
     *
     * @param size of ECDSA: the number of the NIST curve
     */
    public record Key(
            Algorithm algorithm, int size, @Nullable Encoding encoding, Rotation rotationPolicy) {}

    public enum Algorithm {
        ECDSA,
        RSA
    }

    public enum Encoding {
        PKCS1,
        PKCS8
    }

    public enum Rotation {
        @JsonProperty("Always")
        ALWAYS,
        @JsonProperty("Never")
        NEVER
    }

    public record Reference(String group, String kind, String name) {}
}
