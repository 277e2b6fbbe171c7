package io.everstore.chaos.targets.k8s;

import io.everstore.local.topology.NodeView;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node of the shop, and who plays it.
 *
 * @param podName by which it can be reached, also after it was replaced
 * @param pod null while there is none
 */
record Node(String name, Component component, String podName, @Nullable Pod pod) {

    /** In the words of {@code ./everstore status}: up is who passes the readiness probe. */
    String state() {
        if (pod == null) {
            return NodeView.DOWN;
        }
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return NodeView.RESTARTING;
        }
        return Readiness.isPodReady(pod) ? NodeView.UP : NodeView.STARTING;
    }

    boolean isUp() {
        return state().equals(NodeView.UP);
    }

    /** Which of those that have played it; empty while there is none. */
    Optional<String> uid() {
        return Optional.ofNullable(pod).map(p -> p.getMetadata().getUid());
    }

    NodeView view(Map<String, String> roles) {
        return new NodeView(
                name, component.tier(), roles.get(name), state(), null, component.port(), 0);
    }

    /** How often its containers have ended so far. */
    static int ends(Pod pod) {
        var status = pod.getStatus();
        return status == null
                ? 0
                : status.getContainerStatuses().stream()
                        .mapToInt(ContainerStatus::getRestartCount)
                        .sum();
    }
}
