package io.everstore.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All that one overlay makes.
 *
 * @param name as its directory is called
 * @param documents in the order in which they are applied
 */
record Overlay(String name, List<JsonNode> documents) {

    private static final Map<String, Overlay> RENDERED = new ConcurrentHashMap<>();

    /**
     * A pod template of ours.
     *
     * @param kind of the object that makes the pods
     */
    record Workload(String kind, String name, PodTemplateSpec template) {

        boolean isJob() {
            return kind.equals("Job");
        }

        /** Whether it is one of the shop's own services, which serve HTTP. */
        boolean isService() {
            return List.of("gateway", "catalog", "order").contains(name);
        }

        PodSpec pod() {
            return template.getSpec();
        }

        /** The one that does the work. */
        Container container() {
            return pod().getContainers().getFirst();
        }

        /** Of its start, its life and its readiness; null where it has none. */
        List<Probe> probes() {
            return Stream.of(
                            container().getStartupProbe(),
                            container().getLivenessProbe(),
                            container().getReadinessProbe())
                    .toList();
        }

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    static Overlay of(String name) {
        return RENDERED.computeIfAbsent(
                name,
                n -> new Overlay(n, StrictYaml.documents(Kubectl.kustomize("k8s/overlays/" + n))));
    }

    static Stream<Overlay> all() {
        return Stream.of("local", "production").map(Overlay::of);
    }

    <T> List<T> all(Class<T> type) {
        return documents.stream()
                .filter(document -> Kinds.model(document) == type)
                .map(document -> read(type, document))
                .toList();
    }

    /** The only one of its kind. */
    <T> T the(Class<T> type) {
        List<T> all = all(type);
        if (all.size() != 1) {
            throw new AssertionError("%s %s in %s".formatted(all.size(), type.getName(), name));
        }
        return all.getFirst();
    }

    private static <T> T read(Class<T> type, JsonNode document) {
        try {
            return StrictYaml.as(type, document);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + document, e);
        }
    }

    List<Workload> workloads() {
        return Stream.of(
                        all(Deployment.class).stream()
                                .map(d -> workload(d, d.getSpec().getTemplate())),
                        all(StatefulSet.class).stream()
                                .map(s -> workload(s, s.getSpec().getTemplate())),
                        all(Job.class).stream().map(j -> workload(j, j.getSpec().getTemplate())))
                .flatMap(w -> w)
                .toList();
    }

    private static Workload workload(
            io.fabric8.kubernetes.api.model.HasMetadata object, PodTemplateSpec template) {
        return new Workload(object.getKind(), object.getMetadata().getName(), template);
    }

    /** Those that go on for ever. */
    List<Workload> running() {
        return workloads().stream().filter(workload -> !workload.isJob()).toList();
    }

    /** The shop's own services. */
    List<Workload> services() {
        return workloads().stream().filter(Workload::isService).toList();
    }

    /** Of all workloads, those that run first included. */
    List<Container> containers() {
        return workloads().stream()
                .map(Workload::pod)
                .flatMap(
                        pod ->
                                Stream.concat(
                                        pod.getInitContainers().stream(),
                                        pod.getContainers().stream()))
                .toList();
    }

    Workload workload(String name) {
        return workloads().stream().filter(w -> w.name().equals(name)).findFirst().orElseThrow();
    }

    /** What the first container is told; values that are known only to the pod are not in it. */
    Map<String, String> environment(Workload workload) {
        Container container = workload.container();
        Map<String, String> environment = new TreeMap<>();
        for (EnvFromSource source : container.getEnvFrom()) {
            environment.putAll(configMap(source.getConfigMapRef().getName()).getData());
        }
        container.getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .forEach(variable -> environment.put(variable.getName(), variable.getValue()));
        return environment;
    }

    private ConfigMap configMap(String name) {
        return all(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return name;
    }
}
