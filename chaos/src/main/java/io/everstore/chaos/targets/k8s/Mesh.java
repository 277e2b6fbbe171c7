package io.everstore.chaos.targets.k8s;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Link;
import io.everstore.local.probe.Await;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Faults of links and clocks, as objects of Chaos Mesh, which its daemons carry out on the nodes of
 * the cluster. The manifests in chaos/k8s are of the same form.
 */
record Mesh(Cluster cluster) {

    static final ResourceDefinitionContext NETWORK = chaos("NetworkChaos", "networkchaos");
    static final ResourceDefinitionContext TIME = chaos("TimeChaos", "timechaos");

    /** By which a runner finds what one before it has left. */
    private static final Map<String, String> OURS =
            Map.of("app.kubernetes.io/managed-by", "everstore-chaos");

    /** It ends by itself if the runner dies; longer than any experiment. */
    private static final String AT_MOST = "10m";

    private static final String CLOCK_AHEAD = "30s";
    private static final Duration CARRIED_OUT = Duration.ofSeconds(15);
    private static final Duration LOOK = Duration.ofMillis(100);

    private static ResourceDefinitionContext chaos(String kind, String plural) {
        return Cluster.kind("chaos-mesh.org", "v1alpha1", kind, plural);
    }

    /** Why it cannot be done here; empty if it can. */
    Optional<String> refusal(ResourceDefinitionContext kind) {
        return cluster.knows(kind)
                ? Optional.empty()
                : Optional.of(
                        "the cluster knows no %s: Chaos Mesh is not installed"
                                .formatted(kind.getKind()));
    }

    /** Cut off from everybody, in and out. Returns what ends it. */
    Runnable isolate(Node node) {
        Map<String, Object> spec = new HashMap<>(pod(node));
        spec.put("action", "partition");
        spec.put("direction", "both");
        return apply(NETWORK, "isolate-" + node.name(), spec);
    }

    /** Returns what ends it. */
    Runnable skewClock(Node node) {
        Map<String, Object> spec = new HashMap<>(pod(node));
        spec.put("timeOffset", CLOCK_AHEAD);
        spec.put("clockIds", List.of("CLOCK_REALTIME"));
        spec.put("containerNames", List.of(node.component().tier()));
        return apply(TIME, "clock-" + node.name(), spec);
    }

    /**
     * What the far side answers is late or lost, or nothing gets through. Returns what ends it.
     *
     * @throws IllegalArgumentException if packets know nothing of it
     */
    Runnable disturb(Link link, Disturbance how) {
        Map<String, Object> spec = new HashMap<>();
        spec.put("mode", "all");
        spec.put("selector", selector(link.to()));
        spec.put("target", Map.of("mode", "all", "selector", selector(link.from())));
        spec.put("direction", how instanceof Disturbance.BlackHole ? "both" : "to");
        switch (how) {
            case Disturbance.Latency(Duration delay, Duration jitter) -> {
                spec.put("action", "delay");
                spec.put("delay", Map.of("latency", millis(delay), "jitter", millis(jitter)));
            }
            case Disturbance.BlackHole _, Disturbance.OneWay _ -> spec.put("action", "partition");
            case Disturbance.Reset _,
                    Disturbance.ResetAfter _,
                    Disturbance.ForgetKeys _,
                    Disturbance.WrongAnswer _ ->
                    throw new IllegalArgumentException("not done to packets: " + how);
        }
        return apply(NETWORK, link.from() + "-" + link.to(), spec);
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + "ms";
    }

    private Map<String, Object> pod(Node node) {
        var pods = Map.of(cluster.namespace(), List.of(node.podName()));
        return Map.of("mode", "all", "selector", Map.of("pods", pods));
    }

    /** Redis is found through its Sentinels. */
    private Map<String, Object> selector(String tier) {
        Component component = Component.named(tier).orElseThrow();
        List<String> namespaces = List.of(cluster.namespace());
        if (component != Component.REDIS) {
            return Map.of("namespaces", namespaces, "labelSelectors", component.labels());
        }
        var either =
                Map.of(
                        "key",
                        Component.NAME,
                        "operator",
                        "In",
                        "values",
                        List.of(Component.REDIS.tier(), Component.SENTINEL.tier()));
        return Map.of("namespaces", namespaces, "expressionSelectors", List.of(either));
    }

    /** Returns when it is carried out, with what ends it. */
    private Runnable apply(ResourceDefinitionContext kind, String name, Map<String, Object> spec) {
        spec.put("duration", AT_MOST);
        var object =
                new GenericKubernetesResourceBuilder()
                        .withApiVersion(kind.getGroup() + "/" + kind.getVersion())
                        .withKind(kind.getKind())
                        .withNewMetadata()
                        .withName("everstore-" + name)
                        .withLabels(OURS)
                        .endMetadata()
                        .addToAdditionalProperties("spec", spec)
                        .build();
        var resource = cluster.custom(kind).withName("everstore-" + name);
        cluster.custom(kind).resource(object).create();
        if (!Await.until(() -> isCarriedOut(resource.get()), CARRIED_OUT, LOOK)) {
            resource.delete();
            throw new IllegalStateException(
                    "Chaos Mesh does not carry out %s %s".formatted(kind.getKind(), name));
        }
        return () -> {
            resource.delete();
            // Its finalizer goes when the last daemon has undone it.
            if (!Await.until(() -> resource.get() == null, CARRIED_OUT, LOOK)) {
                throw new IllegalStateException(
                        "Chaos Mesh does not end %s %s".formatted(kind.getKind(), name));
            }
        };
    }

    private static boolean isCarriedOut(GenericKubernetesResource object) {
        List<Map<String, String>> conditions = object.get("status", "conditions");
        return conditions != null
                && conditions.stream()
                        .anyMatch(
                                c ->
                                        "AllInjected".equals(c.get("type"))
                                                && "True".equals(c.get("status")));
    }

    /** Ends what a runner before this one has left. */
    void clear() {
        for (ResourceDefinitionContext kind : List.of(NETWORK, TIME)) {
            if (cluster.knows(kind)) {
                cluster.custom(kind).withLabels(OURS).delete();
            }
        }
    }
}
