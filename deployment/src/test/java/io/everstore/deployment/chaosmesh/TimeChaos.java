package io.everstore.deployment.chaosmesh;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** {@code chaos-mesh.org/v1alpha1}: a clock that is wrong. */
public record TimeChaos(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    public record Spec(
            Mode mode,
            Selector selector,
            String timeOffset,
            List<String> clockIds,
            List<String> containerNames,
            String duration) {}
}
