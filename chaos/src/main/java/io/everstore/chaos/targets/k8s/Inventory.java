package io.everstore.chaos.targets.k8s;

import io.everstore.local.control.CommandFailed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Who should be there, and the pods that are. */
final class Inventory {

    private static final ResourceDefinitionContext POOLS =
            Cluster.kind("kafka.strimzi.io", "v1", "KafkaNodePool", "kafkanodepools");

    /** The names in k8s/components/kafka. */
    private static final String BROKERS = "brokers";

    private static final String BROKER = "everstore-" + BROKERS + "-";

    private final Cluster cluster;
    private final Workloads workloads;
    private final Map<Component, Slots> slots = Slots.ofDeployments();

    /** Kafka's own numbers: they begin at 0, or wherever a pool of controllers ends. */
    private final List<Integer> brokers;

    Inventory(Cluster cluster, Workloads workloads) {
        this.cluster = cluster;
        this.workloads = workloads;
        this.brokers = brokers(cluster.custom(POOLS).withName(BROKERS).get());
    }

    private static List<Integer> brokers(@Nullable GenericKubernetesResource pool) {
        if (pool == null) {
            throw Cluster.notRunning("there is no KafkaNodePool " + BROKERS);
        }
        List<Integer> ids = pool.get("status", "nodeIds");
        if (ids != null) {
            return ids.stream().sorted().toList();
        }
        int replicas = pool.get("spec", "replicas");
        return IntStream.range(0, replicas).boxed().toList();
    }

    /** The nodes of the shop, by tier and name; also those that are down. */
    List<Node> nodes() {
        List<Pod> pods = cluster.pods();
        Map<String, Pod> byName =
                pods.stream()
                        .collect(
                                Collectors.toMap(
                                        pod -> pod.getMetadata().getName(), Function.identity()));
        List<Node> nodes = new ArrayList<>();
        for (Component component : Component.values()) {
            Slots places = slots.get(component);
            if (places != null) {
                nodes.addAll(deployed(component, places, pods));
            } else {
                names(component)
                        .forEach(
                                (name, pod) ->
                                        nodes.add(new Node(name, component, pod, byName.get(pod))));
            }
        }
        return nodes;
    }

    private List<Node> deployed(Component component, Slots places, List<Pod> pods) {
        int count = workloads.of(component).replicas();
        List<Pod> own =
                pods.stream()
                        .filter(pod -> Component.of(pod).filter(component::equals).isPresent())
                        .toList();
        Map<String, Pod> assigned = places.assign(own, count);
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> component.tier() + "-" + i)
                .map(
                        name -> {
                            Pod pod = assigned.get(name);
                            String podName = pod == null ? name : pod.getMetadata().getName();
                            return new Node(name, component, podName, pod);
                        })
                .toList();
    }

    /** By the names of nodes, those of the pods. */
    private Map<String, String> names(Component component) {
        Map<String, String> names = new TreeMap<>();
        switch (component) {
            case POSTGRES -> databases().forEach(name -> names.put(name, name));
            case KAFKA -> {
                for (int i = 0; i < brokers.size(); i++) {
                    names.put("kafka-" + (i + 1), BROKER + brokers.get(i));
                }
            }
            default -> workloads.of(component).names().forEach(name -> names.put(name, name));
        }
        return names;
    }

    private List<String> databases() {
        GenericKubernetesResource databases = cluster.databases();
        List<String> names = databases == null ? null : databases.get("status", "instanceNames");
        return names == null ? List.of() : names;
    }

    /**
     * As it is now.
     *
     * @throws CommandFailed if there is no such node
     */
    Node find(String name) {
        return nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailed(1, "there is no node " + name));
    }

    /** What a pod is called, also one that is gone; empty if it is no node. */
    Optional<String> nameOf(Pod pod) {
        return Component.of(pod)
                .flatMap(
                        component -> {
                            Slots places = slots.get(component);
                            return places == null
                                    ? nameOf(component, pod.getMetadata().getName())
                                    : places.nameOf(pod);
                        });
    }

    private Optional<String> nameOf(Component component, String pod) {
        return component == Component.KAFKA
                ? names(component).entrySet().stream()
                        .filter(entry -> entry.getValue().equals(pod))
                        .map(Map.Entry::getKey)
                        .findFirst()
                : Optional.of(pod);
    }
}
