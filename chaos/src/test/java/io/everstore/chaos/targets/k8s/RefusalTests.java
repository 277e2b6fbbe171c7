package io.everstore.chaos.targets.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.chaos.fault.Nodes;
import io.everstore.local.control.CommandFailed;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a cluster cannot do is refused with the reason, and what is not there is named. */
class RefusalTests {

    private static Nodes nodes(String... choices) {
        return new Nodes(List.of(choices));
    }

    static List<Fault> impossible() {
        return List.of(
                new Fault.Pause(nodes("order-1")),
                new Fault.Stop(nodes("order-1")),
                new Fault.Stop(nodes("kafka")),
                new Fault.Stop(nodes("postgres/primary")),
                new Fault.Start(nodes("redis", "pg-1")),
                new Fault.Configure(nodes("order-1"), Map.of("A", "b")),
                new Fault.Starve(nodes("order-1"), 10),
                new Fault.Kill(nodes("kafka/leader")),
                new Fault.FillDisk(nodes("pg-1")),
                new Fault.ExpireCertificate(nodes("gateway-1")),
                new Fault.Disturb(Link.GATEWAY_ORDER, new Disturbance.ResetAfter("POST")),
                new Fault.Disturb(Link.GATEWAY_ORDER, new Disturbance.ForgetKeys()));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void saysWhyItCannotBeDone(Fault fault) {
        assertThat(KubernetesTarget.cannot(fault))
                .hasValueSatisfying(reason -> assertThat(reason).hasSizeGreaterThan(20));
    }

    static List<Fault> possible() {
        return List.of(
                new Fault.Kill(nodes("postgres/primary")),
                new Fault.Stop(nodes("redis", "sentinel")),
                new Fault.Start(nodes("gateway")),
                new Fault.Restart(nodes("order")),
                new Fault.Isolate(nodes("pg-1")),
                new Fault.Lock("orders", "orders"),
                new Fault.Disturb(Link.GATEWAY_ORDER, new Disturbance.BlackHole()));
    }

    @ParameterizedTest
    @MethodSource("possible")
    void doesTheRest(Fault fault) {
        assertThat(KubernetesTarget.cannot(fault)).isEmpty();
    }

    @Test
    void saysThatNoClusterAnswers() {
        var nowhere =
                new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                        .withMasterUrl("http://127.0.0.1:1/")
                        .withRequestRetryBackoffLimit(0)
                        .build();
        assertThatThrownBy(
                        () ->
                                Cluster.require(
                                        new KubernetesClientBuilder().withConfig(nowhere).build(),
                                        "everstore"))
                .isInstanceOfSatisfying(
                        CommandFailed.class, e -> assertThat(e.exitCode()).isEqualTo(3))
                .hasMessageContaining("http://127.0.0.1:1/")
                .hasMessageContaining("docs/kubernetes.md");
        assertThatThrownBy(() -> Cluster.require("no-such-context", "everstore"))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("no-such-context");
    }

    @Test
    void saysThatThereIsNoShop() {
        try (FakeCluster empty = new FakeCluster()) {
            assertThatThrownBy(() -> Cluster.require(empty.server().createClient(), "elsewhere"))
                    .isInstanceOfSatisfying(
                            CommandFailed.class, e -> assertThat(e.exitCode()).isEqualTo(3))
                    .hasMessageContaining("elsewhere");
        }
    }

    @Test
    void saysWhatItNeedsOfAShopThatIsThere() {
        try (FakeCluster cluster = FakeCluster.withShop();
                Cluster access = cluster.access()) {
            assertThatThrownBy(() -> new KubernetesTarget(access, null, new SplittableRandom(1)))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("--url");
            URI nobody = URI.create("http://127.0.0.1:1");
            assertThatThrownBy(() -> new KubernetesTarget(access, nobody, new SplittableRandom(1)))
                    .isInstanceOf(CommandFailed.class)
                    .hasMessageContaining("nobody answers at http://127.0.0.1:1");
            assertRefusesWithout("pg-superuser", cluster, access, "enableSuperuserAccess: true");
            assertRefusesWithout(
                    "operator-tls", cluster, access, "operator-tls", "k8s/components/certificates");
        }
    }

    /** Takes the secret away, for good. */
    private static void assertRefusesWithout(
            String secret, FakeCluster cluster, Cluster access, String... reasons) {
        cluster.client().secrets().inNamespace(FakeCluster.NAMESPACE).withName(secret).delete();
        assertThatThrownBy(
                        () ->
                                new KubernetesTarget(
                                        access, cluster.address(), new SplittableRandom(1)))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContainingAll(reasons);
    }
}
