package io.everstore.chaos.targets.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Nodes;
import io.everstore.local.node.Events.Event;
import io.everstore.local.topology.NodeView;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the API server is told to do, and what is made of what it says. */
class KubernetesTargetTests {

    private FakeCluster cluster;
    private KubernetesTarget target;

    @BeforeEach
    void open() {
        cluster = FakeCluster.withShop();
        target = cluster.target();
    }

    @AfterEach
    void close() {
        target.close();
        cluster.close();
    }

    private static Nodes nodes(String... choices) {
        return new Nodes(List.of(choices));
    }

    private List<NodeView> tier(String name) {
        return target.nodes().stream().filter(node -> node.tier().equals(name)).toList();
    }

    private GenericKubernetesResource workload(String kind, String name) {
        return cluster.client()
                .genericKubernetesResources(FakeCluster.definition("apps/v1", kind))
                .inNamespace(FakeCluster.NAMESPACE)
                .withName(name)
                .get();
    }

    @Test
    void knowsNodesAndWhoTheyAre() {
        assertThat(target.nodes()).hasSize(3 + 3 + 3 + 3 + 3 + 3 + 2).allMatch(NodeView::isUp);
        assertThat(tier("postgres"))
                .extracting(NodeView::name, NodeView::role)
                .containsExactly(
                        tuple("pg-1", "primary"),
                        tuple("pg-2", "standby"),
                        tuple("pg-3", "standby"));
        assertThat(tier("kafka"))
                .extracting(NodeView::name)
                .containsExactly("kafka-1", "kafka-2", "kafka-3");
        assertThat(tier("gateway"))
                .extracting(NodeView::name, NodeView::role)
                .containsExactly(tuple("gateway-1", "active"), tuple("gateway-2", "active"));
    }

    @Test
    void missesWhoShouldBeThere() {
        assertThat(tier("order")).extracting(NodeView::state).containsOnly("up");
        delete(FakeCluster.podOf("order", 2));
        assertThat(tier("order"))
                .extracting(NodeView::name, NodeView::state)
                .containsExactly(
                        tuple("order-1", "up"), tuple("order-2", "down"), tuple("order-3", "up"));
    }

    @Test
    void crashesPodsWithoutGrace() throws InterruptedException {
        assertThat(target.inject(new Fault.Kill(nodes("kafka-2", "order-1"))))
                .containsExactly("kafka-2", "order-1");
        assertThat(deletions(2))
                .anyMatch(call -> call.contains("/pods/everstore-brokers-4 "))
                .anyMatch(call -> call.contains("/pods/" + FakeCluster.podOf("order", 1) + " "))
                .allMatch(call -> call.contains("\"gracePeriodSeconds\":0"));
    }

    /** Among the questions that the target asks all the time. */
    private List<String> deletions(int count) throws InterruptedException {
        List<String> deletions = new ArrayList<>();
        while (deletions.size() < count) {
            var call = cluster.server().takeRequest(10, TimeUnit.SECONDS);
            assertThat(call).as("deletions but %s", deletions).isNotNull();
            if (call.getMethod().equals("DELETE")) {
                deletions.add(call.getPath() + " " + call.getUtf8Body());
            }
        }
        return deletions;
    }

    @Test
    void takesWholeTiersAwayAndBringsThemBack() {
        target.inject(new Fault.Stop(nodes("redis", "gateway")));
        assertThat((Integer) workload("StatefulSet", "redis").get("spec", "replicas")).isZero();
        assertThat((Integer) workload("Deployment", "gateway").get("spec", "replicas")).isZero();
        assertThat(target.nodes())
                .filteredOn(node -> !node.isUp())
                .extracting(NodeView::name)
                .containsExactly("redis-1", "redis-2", "redis-3", "gateway-1", "gateway-2");

        target.heal();
        target.heal();
        assertThat((Integer) workload("StatefulSet", "redis").get("spec", "replicas")).isEqualTo(3);
        assertThat((Integer) workload("Deployment", "gateway").get("spec", "replicas"))
                .isEqualTo(2);
    }

    @Test
    void bringsBackWhatARunnerBeforeItLeftStopped() {
        try (Cluster access = cluster.access()) {
            Workloads workloads = new Workloads(access);
            workloads.stop(Component.SENTINEL);
            workloads.stop(Component.SENTINEL);
            assertThat(workloads.of(Component.SENTINEL).isStopped()).isTrue();
            target.close();
            target = cluster.target();
            assertThat(workloads.of(Component.SENTINEL).isStopped()).isFalse();
            assertThat(workloads.of(Component.SENTINEL).replicas()).isEqualTo(3);
        }
    }

    @Test
    void rollsOutAWholeTier() {
        assertThat(target.inject(new Fault.Restart(nodes("redis", "catalog")))).hasSize(6);
        for (var workload :
                List.of(workload("StatefulSet", "redis"), workload("Deployment", "catalog"))) {
            Map<String, String> annotations =
                    workload.get("spec", "template", "metadata", "annotations");
            assertThat(annotations).containsKey("kubectl.kubernetes.io/restartedAt");
        }
    }

    @Test
    void handsOverBeforeItRestartsAPrimaryDatabase() {
        assertThat(target.nodes()).isNotEmpty();
        // Not in the common pool: it has one thread on two cores, and the HTTP client needs it.
        var operator =
                CompletableFuture.runAsync(this::actAsTheOperator, Thread::startVirtualThread);
        assertThat(target.inject(new Fault.Restart(nodes("postgres/primary"))))
                .containsExactly("pg-1");
        operator.join();

        assertThat(tier("postgres"))
                .extracting(NodeView::role)
                .containsExactly("standby", "primary", "standby");
        assertThat(texts()).contains("pg-2 promoted (CloudNativePG)");
        await().untilAsserted(() -> assertThat(texts()).contains("pg-1 is gone, as ordered"));
    }

    /** Promotes whoever is to be the primary, and makes another pod for one that is gone. */
    private void actAsTheOperator() {
        var databases =
                cluster.client()
                        .genericKubernetesResources(Cluster.DATABASES)
                        .inNamespace(FakeCluster.NAMESPACE)
                        .withName("pg");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> "pg-2".equals(databases.get().get("status", "targetPrimary")));
        databases
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\":{\"currentPrimary\":\"pg-2\"}}");
        var pod = cluster.client().pods().inNamespace(FakeCluster.NAMESPACE).withName("pg-1");
        await().until(() -> pod.get() == null);
        cluster.pod("pg-1", Component.POSTGRES.labels());
    }

    private List<String> texts() {
        return target.eventsSince(Instant.EPOCH).stream().map(Event::text).toList();
    }

    @Test
    void tellsWhatTheClusterNoticed() {
        delete("redis-3");
        cluster.pod("redis-3", Component.REDIS.labels());
        await().untilAsserted(
                        () ->
                                assertThat(texts())
                                        .containsExactly(
                                                "redis-3 is gone", "redis-3 is made anew"));
        assertThat(target.eventsSince(Instant.now().plusSeconds(1))).isEmpty();
    }

    /** Whoever comes in its place is another pod with another name. */
    @Test
    void tellsOfInstancesByTheNamesOfTheirPlaces() {
        assertThat(tier("order")).hasSize(3);
        delete(FakeCluster.podOf("order", 3));
        await().untilAsserted(() -> assertThat(texts()).containsExactly("order-3 is gone"));
        cluster.pod(FakeCluster.podOf("order", 4), Component.ORDER.labels());
        assertThat(tier("order"))
                .extracting(NodeView::name, NodeView::state)
                .containsExactly(
                        tuple("order-1", "up"), tuple("order-2", "up"), tuple("order-3", "up"));
    }

    private void delete(String pod) {
        cluster.client().pods().inNamespace(FakeCluster.NAMESPACE).withName(pod).delete();
    }
}
