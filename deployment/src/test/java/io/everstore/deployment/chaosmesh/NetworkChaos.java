package io.everstore.deployment.chaosmesh;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import org.jspecify.annotations.Nullable;

/** {@code chaos-mesh.org/v1alpha1}: what happens to packets between pods. */
public record NetworkChaos(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    public record Spec(
            Action action,
            Mode mode,
            Selector selector,
            Direction direction,
            Target target,
            @Nullable Delay delay,
            @Nullable Loss loss,
            String duration) {}

    public enum Action {
        @JsonProperty("partition")
        PARTITION,
        @JsonProperty("delay")
        DELAY,
        @JsonProperty("loss")
        LOSS
    }

    public enum Direction {
        @JsonProperty("to")
        TO,
        @JsonProperty("from")
        FROM,
        @JsonProperty("both")
        BOTH
    }

    public record Target(Mode mode, Selector selector) {}

    /** Times with a unit; how much each packet is like the one before, in per cent. */
    public record Delay(String latency, String jitter, String correlation) {}

    /** In per cent. */
    public record Loss(String loss, String correlation) {}
}
