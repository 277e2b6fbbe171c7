package io.everstore.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.everstore.deployment.Overlay.Workload;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.BackendTLSPolicy;
import io.strimzi.api.kafka.model.kafka.Kafka;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** By which names the servers of an overlay are called. */
final class CalledNames {

    private static final String NAME = "app.kubernetes.io/name";
    private static final Pattern ADDRESS = Pattern.compile("(?:dns:)?([a-z0-9-]+):\\d+");

    /** What a script of Redis calls: {@code -h sentinel -p 26379}. */
    private static final Pattern ASKED = Pattern.compile("-h ([a-z]+) -p \\d+");

    /** Who the operators' names belong to. */
    private static final Map<String, String> OPERATED =
            Map.of("pg-rw", "pg", "pg-ro", "pg", "everstore-kafka-bootstrap", "kafka");

    private final Overlay overlay;
    private final Map<String, Set<String>> called = new TreeMap<>();

    CalledNames(Overlay overlay) {
        this.overlay = overlay;
    }

    Map<String, Set<String>> byServer() {
        overlay.services().forEach(this::settings);
        overlay.services().forEach(this::look);
        edge();
        announcements();
        brokers();
        return called;
    }

    private void call(String server, String name) {
        called.computeIfAbsent(server, _ -> new TreeSet<>()).add(name);
    }

    private void call(String name) {
        call(OPERATED.getOrDefault(name, owner(name)), name);
    }

    /** From the addresses that each service is told. */
    private void settings(Workload service) {
        for (String value : overlay.environment(service).values()) {
            for (String address : value.split(",", -1)) {
                var matcher = ADDRESS.matcher(address);
                if (matcher.matches()) {
                    call(matcher.group(1));
                }
            }
        }
    }

    /** Prometheus goes to addresses and says the name. */
    private void look(Workload service) {
        for (JsonNode monitor : overlay.documents()) {
            String server = monitor.at("/spec/selector/matchLabels").path(NAME).asText();
            if (server.equals(service.name())) {
                monitor.findValuesAsText("serverName").forEach(name -> call(server, name));
            }
        }
    }

    private void edge() {
        BackendTLSPolicy policy = overlay.the(BackendTLSPolicy.class);
        String service = policy.getSpec().getTargetRefs().getFirst().getName();
        call(owner(service), policy.getSpec().getValidation().getHostname());
    }

    /** Redis and Sentinel tell everybody the names of their pods, which are those of Services. */
    private void announcements() {
        for (String tier : Set.of("redis", "sentinel")) {
            for (int i = 1; i <= Redundancy.instances(overlay, tier); i++) {
                call(tier + "-" + i);
            }
        }
        String stop = overlay.workload("redis").container().getLifecycle().toString();
        ASKED.matcher(stop).results().forEach(asked -> call(asked.group(1)));
    }

    /** As Strimzi has them: the pod, the headless Service, the namespace. */
    private void brokers() {
        var kafka = overlay.the(Kafka.class).getMetadata();
        call("kafka", "*.%s-kafka-brokers.%s.svc".formatted(kafka.getName(), kafka.getNamespace()));
    }

    /** Whose pods are behind a Service of ours. */
    private String owner(String service) {
        return overlay.all(Service.class).stream()
                .filter(s -> s.getMetadata().getName().equals(service))
                .findFirst()
                .map(s -> s.getSpec().getSelector().get(NAME))
                .orElse("nobody: there is no Service " + service);
    }
}
