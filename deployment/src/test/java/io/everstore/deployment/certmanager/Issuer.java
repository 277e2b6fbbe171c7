package io.everstore.deployment.certmanager;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code cert-manager.io/v1}: who signs in a namespace. */
public record Issuer(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    /** One of the two. */
    public record Spec(@Nullable Map<String, String> selfSigned, @Nullable Authority ca) {}

    public record Authority(String secretName) {}
}
