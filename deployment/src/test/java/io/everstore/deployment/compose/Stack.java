package io.everstore.deployment.compose;

import io.everstore.deployment.Checkout;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The nodes of {@code docker-compose.yml}, with the anchors of its YAML resolved. */
final class Stack {

    private Stack() {}

    static Map<?, ?> yaml(String path) {
        return (Map<?, ?>) Checkout.yaml(path);
    }

    /** Nodes, jobs and monitors, by name. */
    static SortedMap<String, Map<?, ?>> services() {
        SortedMap<String, Map<?, ?>> services = new TreeMap<>();
        for (String file : List.of("docker-compose.yml", "docker-compose.observability.yml")) {
            map(yaml(file), "services")
                    .forEach((name, service) -> services.put(name.toString(), (Map<?, ?>) service));
        }
        return services;
    }

    /** What has a number; jobs and tools come and go. */
    static SortedMap<String, Map<?, ?>> nodes() {
        SortedMap<String, Map<?, ?>> nodes = new TreeMap<>();
        map(yaml("docker-compose.yml"), "services")
                .forEach(
                        (name, service) -> {
                            if (name.toString().matches(".+-\\d")) {
                                nodes.put(name.toString(), (Map<?, ?>) service);
                            }
                        });
        return nodes;
    }

    /** What a node, job or monitor is told by its environment; empty if nothing. */
    static SortedMap<String, String> environment(String service) {
        SortedMap<String, String> environment = new TreeMap<>();
        Map<?, ?> told = map(services().get(service), "environment");
        if (told != null) {
            told.forEach((name, value) -> environment.put(name.toString(), String.valueOf(value)));
        }
        return environment;
    }

    static Map<?, ?> map(Map<?, ?> of, String key) {
        return (Map<?, ?>) of.get(key);
    }

    static List<String> texts(Map<?, ?> of, String key) {
        return of.get(key) instanceof List<?> list
                ? list.stream().map(Object::toString).toList()
                : List.of();
    }

    /** The fixed address of a node. */
    static String address(Map<?, ?> node) {
        return String.valueOf(map(map(node, "networks"), "shop").get("ipv4_address"));
    }
}
