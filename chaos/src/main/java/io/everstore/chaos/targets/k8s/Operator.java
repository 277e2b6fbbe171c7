package io.everstore.chaos.targets.k8s;

import io.everstore.local.control.Json;
import io.everstore.local.probe.Await;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does to pods what an administrator or a broken machine does, and brings them back. */
record Operator(Cluster cluster, Inventory inventory, Workloads workloads, PodEvents events) {

    /** A pod that leaves has up to 60 s, and the one after it some time to start. */
    private static final Duration RESTARTED = Duration.ofMinutes(3);

    private static final Duration HANDED_OVER = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(250);

    /**
     * Deletes the pods without grace: no hook runs, and what has not ended of itself two seconds
     * later is killed. Whoever made them makes others.
     */
    List<String> kill(List<String> nodes) {
        nodes.stream().map(inventory::find).forEach(this::delete);
        return nodes;
    }

    private void delete(Node node) {
        if (node.pod() == null) {
            throw new IllegalStateException(node.name() + " has no pod to delete");
        }
        pod(node).withGracePeriod(0).delete();
    }

    private PodResource pod(Node node) {
        return cluster.client().pods().inNamespace(cluster.namespace()).withName(node.podName());
    }

    /** A whole tier goes, without grace, and nobody makes it anew. */
    void stop(Component component) {
        List<Node> nodes = of(component);
        events.order(nodes.stream().map(Node::name).toList());
        workloads.stop(component);
        nodes.stream().filter(node -> node.pod() != null).forEach(this::delete);
    }

    private List<Node> of(Component component) {
        return inventory.nodes().stream().filter(n -> n.component() == component).toList();
    }

    /** Returns at once. */
    void start(Component component) {
        workloads.start(component);
    }

    /** Starts what was stopped, also by a runner before this one. */
    void bringBack() {
        for (Component component : Component.values()) {
            if (component.isScaled()) {
                workloads.start(component);
            }
        }
    }

    /** One pod after the other, as the rollout of a new version does it. */
    void rollOut(Component component) {
        events.order(of(component).stream().map(Node::name).toList());
        workloads.rollOut(component);
    }

    /** Returns when another pod of the node is ready; a primary database hands over first. */
    void restart(String name) {
        Node node = inventory.find(name);
        events.order(List.of(name));
        if (Roles.primary(cluster.databases()).filter(node.podName()::equals).isPresent()) {
            switchover(node);
        }
        Optional<String> before = inventory.find(name).uid();
        pod(node).delete();
        boolean isBack =
                Await.until(
                        () -> {
                            Node now = inventory.find(name);
                            return now.isUp() && !now.uid().equals(before);
                        },
                        RESTARTED,
                        LOOK);
        if (!isBack) {
            throw new IllegalStateException("%s is not up after its restart".formatted(name));
        }
    }

    /** What {@code kubectl cnpg promote} does, for the first standby that is up. */
    private void switchover(Node primary) {
        String next =
                of(Component.POSTGRES).stream()
                        .filter(node -> node.isUp() && !node.name().equals(primary.name()))
                        .map(Node::podName)
                        .findFirst()
                        .orElseThrow(
                                () -> new IllegalStateException("no standby is up to take over"));
        var status =
                Map.of(
                        "targetPrimary",
                        next,
                        "targetPrimaryTimestamp",
                        Instant.now().toString(),
                        "phase",
                        "Switchover in progress",
                        "phaseReason",
                        "Switching over to " + next);
        cluster.custom(Cluster.DATABASES)
                .withName(Cluster.POSTGRES)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Json.MAPPER.writeValueAsString(Map.of("status", status)));
        boolean isDone =
                Await.until(
                        () -> Roles.primary(cluster.databases()).filter(next::equals).isPresent(),
                        HANDED_OVER,
                        LOOK);
        if (!isDone) {
            throw new IllegalStateException(primary.name() + " does not hand over to " + next);
        }
    }
}
