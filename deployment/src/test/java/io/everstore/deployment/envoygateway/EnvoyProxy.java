package io.everstore.deployment.envoygateway;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** {@code gateway.envoyproxy.io/v1alpha1}: how the proxies of a Gateway are. */
public record EnvoyProxy(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    public record Spec(BackendTls backendTLS) {}

    /** Towards the services for which there is a BackendTLSPolicy. */
    public record BackendTls(Reference clientCertificateRef, Version minVersion) {}

    /**
     * To a Secret.
     *
     * @param group empty, for Kubernetes itself
     * @param namespace that of the EnvoyProxy; may not be left out
     */
    public record Reference(String group, String kind, String name, String namespace) {}

    public enum Version {
        @JsonProperty("1.2")
        TLS_1_2,
        @JsonProperty("1.3")
        TLS_1_3
    }
}
