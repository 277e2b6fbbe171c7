package io.everstore.chaos.targets.k8s;

import io.everstore.local.control.CommandFailed;
import io.everstore.local.control.Json;
import io.everstore.local.probe.Await;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** StatefulSets and Deployments: how many pods there are to be, and of which revision. */
record Workloads(Cluster cluster) {

    /** On one that a runner has scaled to nothing: how many there were, for whoever comes later. */
    static final String BEFORE = "everstore.io/replicas-before-chaos";

    private static final ResourceDefinitionContext STATEFUL_SETS =
            Cluster.kind("apps", "v1", "StatefulSet", "statefulsets");
    private static final ResourceDefinitionContext DEPLOYMENTS =
            Cluster.kind("apps", "v1", "Deployment", "deployments");
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    /** Each of three instances may take a minute to start, and some time to leave. */
    private static final Duration ROLLED_OUT = Duration.ofMinutes(10);

    private static final Duration LOOK = Duration.ofMillis(500);

    /**
     * What one is to be.
     *
     * @param replicas also while a runner lets none of them be there
     * @param first number of the first pod
     */
    record Workload(Component component, int replicas, int first, boolean isStopped) {

        List<String> names() {
            return IntStream.range(first, first + replicas)
                    .mapToObj(i -> component.tier() + "-" + i)
                    .toList();
        }
    }

    Workload of(Component component) {
        GenericKubernetesResource found = get(component);
        Map<String, String> notes = found.getMetadata().getAnnotations();
        String before = notes == null ? null : notes.get(BEFORE);
        int replicas =
                before == null ? number(found, 1, "spec", "replicas") : Integer.parseInt(before);
        int first = number(found, 0, "spec", "ordinals", "start");
        return new Workload(component, replicas, first, before != null);
    }

    private Resource<GenericKubernetesResource> resource(Component component) {
        return cluster.custom(
                        component.owner() == Component.Owner.DEPLOYMENT
                                ? DEPLOYMENTS
                                : STATEFUL_SETS)
                .withName(component.tier());
    }

    private GenericKubernetesResource get(Component component) {
        GenericKubernetesResource found = resource(component).get();
        if (found == null) {
            throw new CommandFailed(
                    1,
                    "the namespace %s has no workload %s"
                            .formatted(cluster.namespace(), component.tier()));
        }
        return found;
    }

    private static int number(GenericKubernetesResource from, int otherwise, Object... path) {
        Integer number = from.get(path);
        return number == null ? otherwise : number;
    }

    /** To none; an autoscaler leaves it alone then. */
    void stop(Component component) {
        Workload before = of(component);
        if (!before.isStopped()) {
            scale(component, 0, Integer.toString(before.replicas()));
        }
    }

    /** To as many as there were before it was stopped; does nothing if it was not. */
    void start(Component component) {
        Workload before = of(component);
        if (before.isStopped()) {
            scale(component, before.replicas(), null);
        }
    }

    private void scale(Component component, int replicas, @Nullable String before) {
        patch(
                component,
                Map.of(
                        "metadata",
                        Map.of("annotations", Collections.singletonMap(BEFORE, before)),
                        "spec",
                        Map.of("replicas", replicas)));
    }

    private void patch(Component component, Map<String, Object> change) {
        resource(component).patch(MERGE, Json.MAPPER.writeValueAsString(change));
    }

    /** As {@code kubectl rollout restart} does it; returns when {@code rollout status} would. */
    void rollOut(Component component) {
        var annotation = Map.of("kubectl.kubernetes.io/restartedAt", Instant.now().toString());
        var template = Map.of("metadata", Map.of("annotations", annotation));
        patch(component, Map.of("spec", Map.of("template", template)));
        if (!Await.until(() -> isRolledOut(get(component)), ROLLED_OUT, LOOK)) {
            throw new IllegalStateException(
                    "%s is not up after its restart".formatted(component.tier()));
        }
    }

    private static boolean isRolledOut(GenericKubernetesResource workload) {
        int replicas = number(workload, 1, "spec", "replicas");
        long generation = Objects.requireNonNullElse(workload.getMetadata().getGeneration(), 0L);
        String revision = workload.get("status", "currentRevision");
        String wanted = workload.get("status", "updateRevision");
        boolean isUpdated =
                wanted == null
                        ? number(workload, 0, "status", "updatedReplicas") == replicas
                                && number(workload, 0, "status", "replicas") == replicas
                        : wanted.equals(revision);
        return isUpdated
                && number(workload, 0, "status", "observedGeneration") >= generation
                && number(workload, 0, "status", "availableReplicas") == replicas;
    }
}
