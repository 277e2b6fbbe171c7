package io.everstore.chaos.targets.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.chaos.fault.Nodes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Chaos Mesh is told to do. */
class MeshTests {

    private static final Fault LATE =
            new Fault.Disturb(
                    Link.ORDER_POSTGRES,
                    new Disturbance.Latency(Duration.ofMillis(300), Duration.ofMillis(50)));

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

    /** As if it was installed, and did what it is told. */
    private Watch install(ResourceDefinitionContext kind) {
        cluster.teach(kind);
        var objects =
                cluster.client()
                        .genericKubernetesResources(kind)
                        .inNamespace(FakeCluster.NAMESPACE);
        return objects.watch(
                new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, GenericKubernetesResource object) {
                        if (action == Action.ADDED) {
                            Thread.ofVirtual().start(() -> carryOut(object));
                        }
                    }

                    private void carryOut(GenericKubernetesResource object) {
                        objects.withName(object.getMetadata().getName())
                                .subresource("status")
                                .patch(
                                        PatchContext.of(PatchType.JSON_MERGE),
                                        "{\"status\":{\"conditions\":[{\"type\":\"AllInjected\",\"status\":\"True\"}]}}");
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

    private List<GenericKubernetesResource> objects(ResourceDefinitionContext kind) {
        return cluster.client()
                .genericKubernetesResources(kind)
                .inNamespace(FakeCluster.NAMESPACE)
                .list()
                .getItems();
    }

    private GenericKubernetesResource only(ResourceDefinitionContext kind) {
        assertThat(objects(kind)).hasSize(1);
        return objects(kind).getFirst();
    }

    @Test
    void refusesWhileChaosMeshIsNotThere() {
        assertThat(target.refusal(LATE))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("Chaos Mesh is not installed"));
        cluster.teach(Mesh.NETWORK);
        assertThat(target.refusal(LATE)).isEmpty();
        assertThat(target.refusal(new Fault.SkewClock(new Nodes(List.of("order-1")))))
                .hasValueSatisfying(reason -> assertThat(reason).contains("TimeChaos"));
    }

    @Test
    void delaysWhatTheFarSideAnswers() {
        try (Watch _ = install(Mesh.NETWORK)) {
            target.inject(LATE);
            GenericKubernetesResource made = only(Mesh.NETWORK);
            assertThat((String) made.get("spec", "action")).isEqualTo("delay");
            assertThat((String) made.get("spec", "direction")).isEqualTo("to");
            assertThat((String) made.get("spec", "delay", "latency")).isEqualTo("300ms");
            assertThat((String) made.get("spec", "delay", "jitter")).isEqualTo("50ms");
            assertThat(made.<Object>get("spec", "selector", "labelSelectors"))
                    .isEqualTo(Component.POSTGRES.labels());
            assertThat(made.<Object>get("spec", "target", "selector", "labelSelectors"))
                    .isEqualTo(Component.ORDER.labels());
            assertThat((String) made.get("spec", "duration")).isEqualTo("10m");

            target.inject(new Fault.Heal());
            assertThat(objects(Mesh.NETWORK)).isEmpty();
        }
    }

    @Test
    void cutsBothWaysOrOneWay() {
        try (Watch _ = install(Mesh.NETWORK)) {
            target.inject(new Fault.Disturb(Link.CATALOG_REDIS, new Disturbance.BlackHole()));
            assertThat((String) only(Mesh.NETWORK).get("spec", "direction")).isEqualTo("both");
            assertThat(only(Mesh.NETWORK).<List<?>>get("spec", "selector", "expressionSelectors"))
                    .asString()
                    .contains("redis", "sentinel");
            target.heal();
            target.inject(new Fault.Disturb(Link.GATEWAY_ORDER, new Disturbance.OneWay()));
            assertThat((String) only(Mesh.NETWORK).get("spec", "direction")).isEqualTo("to");
            assertThat((String) only(Mesh.NETWORK).get("spec", "action")).isEqualTo("partition");
        }
    }

    @Test
    void cutsANodeOffFromEverybody() {
        try (Watch _ = install(Mesh.NETWORK)) {
            assertThat(target.inject(new Fault.Isolate(new Nodes(List.of("postgres/primary")))))
                    .containsExactly("pg-1");
            GenericKubernetesResource made = only(Mesh.NETWORK);
            assertThat(made.<Object>get("spec", "target")).isNull();
            assertThat(made.<Object>get("spec", "selector", "pods"))
                    .isEqualTo(java.util.Map.of(FakeCluster.NAMESPACE, List.of("pg-1")));
        }
    }

    @Test
    void setsTheClockOfOneContainer() {
        try (Watch _ = install(Mesh.TIME)) {
            target.inject(new Fault.SkewClock(new Nodes(List.of("order-1"))));
            GenericKubernetesResource made = only(Mesh.TIME);
            assertThat(made.<Object>get("spec", "containerNames")).isEqualTo(List.of("order"));
            assertThat((String) made.get("spec", "timeOffset")).isEqualTo("30s");
        }
    }

    @Test
    void takesBackWhatARunnerBeforeItLeft() {
        try (Watch _ = install(Mesh.NETWORK);
                Cluster access = cluster.access()) {
            new Mesh(access).disturb(Link.GATEWAY_ORDER, new Disturbance.BlackHole());
            assertThat(objects(Mesh.NETWORK)).hasSize(1);
            target.close();
            target = cluster.target();
            assertThat(objects(Mesh.NETWORK)).isEmpty();
        }
    }

    @Test
    void failsIfNobodyCarriesItOut() {
        cluster.teach(Mesh.NETWORK);
        assertThatThrownBy(() -> target.inject(LATE))
                .hasMessageContaining("does not carry out NetworkChaos");
        assertThat(objects(Mesh.NETWORK)).isEmpty();
    }
}
