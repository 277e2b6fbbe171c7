package io.everstore.chaos.targets;

import io.everstore.local.control.ControlClient;
import io.everstore.local.probe.Await;
import io.everstore.local.topology.NodeView;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Restarts one node after the other, as a rolling update does: the next when the one before has
 * been up for a while.
 */
record Rollout(ControlClient control) {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(200);

    /**
     * How long a node is up before the next one's turn, as {@code minReadySeconds} in the
     * manifests. Too short, and a gateway that is still cold is alone with all customers while the
     * other one starts: with none on two cores, one of 6,372 requests got no answer in time. Longer
     * only makes the rollout longer.
     */
    private static final Duration READY_FOR = Duration.ofSeconds(5);

    /** One of several: returns when another process of the node has been up for a while. */
    void update(String node, Map<String, String> environment) {
        restart(node, environment);
        Await.pause(READY_FOR);
    }

    /** Returns when another process of the node is up. */
    void restart(String node, Map<String, String> environment) {
        NodeView before = view(node);
        control.restart(node, environment);
        boolean isUp =
                Await.until(
                        () -> {
                            NodeView now = view(node);
                            return now.isUp() && !Objects.equals(now.pid(), before.pid());
                        },
                        LIMIT,
                        LOOK);
        if (!isUp) {
            throw new IllegalStateException("%s is not up after its restart".formatted(node));
        }
    }

    private NodeView view(String node) {
        return control.status().nodes().stream()
                .filter(v -> v.name().equals(node))
                .findFirst()
                .orElseThrow();
    }
}
