package io.everstore.chaos.targets.k8s;

import io.everstore.local.certificates.Certificates;
import io.everstore.local.certificates.NodeFiles;
import io.everstore.local.topology.Home;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * An API server that keeps what it is told, with the shop of the manifests in k8s. Nobody acts upon
 * it: there are no controllers, and what they would do is done by the tests.
 */
final class FakeCluster implements AutoCloseable {

    static final String NAMESPACE = "everstore";

    private static final List<String> SETS = List.of("redis", "sentinel");
    private static final Map<String, Integer> DEPLOYMENTS =
            Map.of("catalog", 3, "order", 3, "gateway", 2);

    private final KubernetesMockServer server;
    private final KubernetesClient client;

    FakeCluster() {
        Map<ServerRequest, Queue<ServerResponse>> responses = new HashMap<>();
        server =
                new KubernetesMockServer(
                        new Context(),
                        new MockWebServer(),
                        responses,
                        new KubernetesMixedDispatcher(responses),
                        false);
        server.init();
        client = server.createClient();
    }

    /** With everything up. */
    static FakeCluster withShop() {
        FakeCluster cluster = new FakeCluster();
        List<String> databases = List.of("pg-1", "pg-2", "pg-3");
        cluster.put(
                "postgresql.cnpg.io/v1",
                "Cluster",
                "pg",
                Map.of("instances", 3),
                Map.of(
                        "instanceNames",
                        databases,
                        "currentPrimary",
                        "pg-1",
                        "targetPrimary",
                        "pg-1"));
        cluster.put(
                "kafka.strimzi.io/v1",
                "KafkaNodePool",
                "brokers",
                Map.of("replicas", 3),
                Map.of("nodeIds", List.of(3, 4, 5)));
        SETS.forEach(cluster::statefulSet);
        DEPLOYMENTS.forEach(cluster::deployment);
        cluster.superuser();
        cluster.certificate();
        for (String name : databases) {
            cluster.pod(name, Map.of("cnpg.io/cluster", "pg", "cnpg.io/podRole", "instance"));
        }
        for (int id = 3; id <= 5; id++) {
            cluster.pod("everstore-brokers-" + id, Component.KAFKA.labels());
        }
        for (String set : SETS) {
            IntStream.rangeClosed(1, 3).forEach(i -> cluster.pod(set + "-" + i, labels(set)));
        }
        DEPLOYMENTS.forEach(
                (name, replicas) ->
                        IntStream.rangeClosed(1, replicas)
                                .forEach(i -> cluster.pod(podOf(name, i), labels(name))));
        cluster.pod("order-migration-x", Map.of(Component.NAME, "order-migration"));
        return cluster;
    }

    /** What a ReplicaSet calls the pod that it made first, second and so on. */
    static String podOf(String deployment, int number) {
        return "%s-7d9f-x%d".formatted(deployment, number);
    }

    private static Map<String, String> labels(String name) {
        return Map.of(Component.NAME, name);
    }

    private void statefulSet(String name) {
        put(
                "apps/v1",
                "StatefulSet",
                name,
                Map.of("replicas", 3, "ordinals", Map.of("start", 1)),
                Map.of(
                        "availableReplicas",
                        3,
                        "observedGeneration",
                        99,
                        "currentRevision",
                        name + "-1",
                        "updateRevision",
                        name + "-1"));
    }

    private void deployment(String name, int replicas) {
        put(
                "apps/v1",
                "Deployment",
                name,
                Map.of("replicas", replicas),
                Map.of(
                        "availableReplicas", replicas,
                        "observedGeneration", 99,
                        "replicas", replicas,
                        "updatedReplicas", replicas));
    }

    /** What CloudNativePG makes if it was told to. */
    private void superuser() {
        secret("pg-superuser", Map.of("password", "some-password"));
    }

    /** What cert-manager makes. */
    private void certificate() {
        try {
            Path directory = Files.createTempDirectory("everstore-fake-cluster");
            NodeFiles files = new Certificates(directory, InstantSource.system()).of("operator");
            secret(
                    "operator-tls",
                    Map.of(
                            "tls.key", Files.readString(files.key()),
                            "tls.crt", Files.readString(files.certificate()),
                            "ca.crt", Files.readString(files.authority())));
            Home.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void secret(String name, Map<String, String> values) {
        Map<String, String> data = new HashMap<>();
        values.forEach(
                (key, value) ->
                        data.put(
                                key,
                                Base64.getEncoder()
                                        .encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        client.secrets()
                .inNamespace(NAMESPACE)
                .resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .endMetadata()
                                .withData(data)
                                .build())
                .create();
    }

    private void put(
            String api,
            String kind,
            String name,
            Map<String, Object> spec,
            Map<String, Object> status) {
        GenericKubernetesResource object =
                new GenericKubernetesResourceBuilder()
                        .withApiVersion(api)
                        .withKind(kind)
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .addToAdditionalProperties("spec", spec)
                        .addToAdditionalProperties("status", status)
                        .build();
        client.genericKubernetesResources(definition(api, kind))
                .inNamespace(NAMESPACE)
                .resource(object)
                .create();
    }

    static ResourceDefinitionContext definition(String api, String kind) {
        int slash = api.indexOf('/');
        return Cluster.kind(
                api.substring(0, slash),
                api.substring(slash + 1),
                kind,
                kind.toLowerCase(java.util.Locale.ROOT) + "s");
    }

    /** Makes one that is ready, as another than any before. */
    Pod pod(String name, Map<String, String> labels) {
        return client.pods()
                .inNamespace(NAMESPACE)
                .resource(
                        new PodBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withUid(UUID.randomUUID().toString())
                                .withLabels(labels)
                                .endMetadata()
                                .withNewSpec()
                                .endSpec()
                                .withNewStatus()
                                .withPhase("Running")
                                .addNewCondition()
                                .withType("Ready")
                                .withStatus("True")
                                .endCondition()
                                .endStatus()
                                .build())
                .create();
    }

    /** As if Chaos Mesh was installed. */
    void teach(ResourceDefinitionContext kind) {
        server.expectCustomResource(
                new CustomResourceDefinitionContext.Builder()
                        .withGroup(kind.getGroup())
                        .withVersion(kind.getVersion())
                        .withKind(kind.getKind())
                        .withPlural(kind.getPlural())
                        .withScope("Namespaced")
                        .build());
    }

    /** The same cluster for somebody else, who may close it. */
    Cluster access() {
        return new Cluster(server.createClient(), NAMESPACE);
    }

    KubernetesTarget target() {
        return new KubernetesTarget(access(), address(), new SplittableRandom(1));
    }

    /** Where somebody answers. */
    URI address() {
        return URI.create(server.url("/"));
    }

    KubernetesMockServer server() {
        return server;
    }

    KubernetesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
