package io.everstore.deployment.chaosmesh;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** {@code chaos-mesh.org/v1alpha1}: what happens to operations on a volume. */
public record IOChaos(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    /**
     * Where, what and for how long.
     *
     * @param percent of the operations
     */
    public record Spec(
            Action action,
            Mode mode,
            Selector selector,
            List<String> containerNames,
            String volumePath,
            String path,
            List<Operation> methods,
            String delay,
            int percent,
            String duration) {}

    public enum Action {
        @JsonProperty("latency")
        LATENCY
    }

    public enum Operation {
        @JsonProperty("write")
        WRITE,
        @JsonProperty("fsync")
        FSYNC
    }
}
