package io.everstore.chaos.targets.compose;

import io.everstore.local.node.KafkaAdmin;
import io.everstore.local.node.RedisProtocol;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is what: each data node is asked for its own role, on its published port, every time. Only a
 * change of the primary is an event; its time is that of the look, up to a second late.
 */
final class RoleWatch implements AutoCloseable {

    private final Topology topology;
    private final EngineEvents events;
    private final Patroni patroni;
    private final Transport transport;
    private final KafkaAdmin kafka;
    private final Map<String, String> primaries = new ConcurrentHashMap<>();

    RoleWatch(Topology topology, EngineEvents events, Patroni patroni, Transport transport) {
        this.topology = topology;
        this.events = events;
        this.patroni = patroni;
        this.transport = transport;
        this.kafka = new KafkaAdmin(topology, transport);
    }

    /** By name: the roles of those that are known. All are asked at once, as one may not answer. */
    Map<String, String> roles(List<Container> containers) {
        Map<String, String> roles = new ConcurrentHashMap<>();
        List<Thread> questions =
                containers.stream()
                        .filter(Container::isRunning)
                        .map(c -> Thread.ofVirtual().start(() -> ask(c, roles)))
                        .toList();
        try {
            for (Thread question : questions) {
                question.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        noteChange("postgres", "%s promoted (Patroni)", containers, roles);
        noteChange("redis", "%s elected by the Sentinels", containers, roles);
        return roles;
    }

    private void ask(Container container, Map<String, String> roles) {
        String node = container.service();
        Optional<NodeSpec> spec = topology.find(node);
        Optional<String> role =
                switch (container.tier().orElse("")) {
                    case "postgres" -> patroni.role(node);
                    case "redis" ->
                            spec.flatMap(s -> RedisProtocol.ask(transport, s.port(), "ROLE"))
                                    .map(r -> r.equals("master") ? "primary" : "replica");
                    case "kafka" -> spec.flatMap(s -> kafka.role(s.index()));
                    default -> Optional.of("active");
                };
        role.ifPresent(known -> roles.put(node, known));
    }

    private void noteChange(
            String tier, String text, List<Container> containers, Map<String, String> roles) {
        List<String> now =
                containers.stream()
                        .filter(c -> c.tier().filter(tier::equals).isPresent())
                        .map(Container::service)
                        .filter(node -> "primary".equals(roles.get(node)))
                        .toList();
        // Two, for a moment: one of them has just come back and does not know yet.
        if (now.size() == 1) {
            String before = primaries.put(tier, now.getFirst());
            if (before != null && !before.equals(now.getFirst())) {
                events.add(Instant.now(), text.formatted(now.getFirst()));
            }
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
