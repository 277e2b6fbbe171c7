package io.everstore.chaos.targets.k8s;

import io.everstore.local.node.RedisProtocol;
import io.everstore.local.transport.Transport;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Who is what: of the databases their operator says it, each Redis server is asked itself. Only a
 * change of the primary is an event; its time is that of the look, up to a second late.
 */
final class Roles {

    private static final String PRIMARY = "primary";

    private final Cluster cluster;
    private final Map<String, Integer> redis;
    private final Transport transport;
    private final PodEvents events;
    private final Map<Component, String> primaries = new ConcurrentHashMap<>();

    /**
     * Does not ask yet.
     *
     * @param redis ports of this machine that lead to the servers, by node
     * @param transport what is spoken through them
     */
    Roles(Cluster cluster, Map<String, Integer> redis, Transport transport, PodEvents events) {
        this.cluster = cluster;
        this.redis = redis;
        this.transport = transport;
        this.events = events;
    }

    /** By name: the roles of those that are up, as far as they are known. */
    Map<String, String> of(List<Node> nodes) {
        Optional<String> primary = primary(cluster.databases());
        Map<String, String> roles = new ConcurrentHashMap<>();
        // All at once, as one may not answer.
        try (var questions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Node node : nodes) {
                if (node.isUp()) {
                    questions.execute(
                            () ->
                                    role(node, primary)
                                            .ifPresent(role -> roles.put(node.name(), role)));
                }
            }
        }
        noteChange(Component.POSTGRES, "%s promoted (CloudNativePG)", nodes, roles);
        noteChange(Component.REDIS, "%s elected by the Sentinels", nodes, roles);
        return roles;
    }

    /** Nobody, while one hands over to another. */
    static Optional<String> primary(@Nullable GenericKubernetesResource databases) {
        if (databases == null) {
            return Optional.empty();
        }
        String current = databases.get("status", "currentPrimary");
        String wanted = databases.get("status", "targetPrimary");
        return Optional.ofNullable(current).filter(p -> wanted == null || wanted.equals(p));
    }

    private Optional<String> role(Node node, Optional<String> primary) {
        return switch (node.component()) {
            case POSTGRES ->
                    Optional.of(
                            primary.filter(node.podName()::equals).isPresent()
                                    ? PRIMARY
                                    : "standby");
            case REDIS ->
                    Optional.ofNullable(redis.get(node.name()))
                            .flatMap(port -> RedisProtocol.ask(transport, port, "ROLE"))
                            .map(role -> role.equals("master") ? PRIMARY : "replica");
            // Which controller leads is asked of nobody here; in production it is no broker at all.
            case KAFKA -> Optional.empty();
            case SENTINEL, CATALOG, ORDER, GATEWAY -> Optional.of("active");
        };
    }

    private void noteChange(
            Component component, String text, List<Node> nodes, Map<String, String> roles) {
        List<String> now =
                nodes.stream()
                        .filter(node -> node.component() == component)
                        .map(Node::name)
                        .filter(node -> PRIMARY.equals(roles.get(node)))
                        .toList();
        if (now.size() == 1) {
            String before = primaries.put(component, now.getFirst());
            if (before != null && !before.equals(now.getFirst())) {
                events.add(text.formatted(now.getFirst()));
            }
        }
    }
}
