package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Overlay.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;

/** What every pod of ours has. */
class WorkloadTests {

    @EachOverlay
    void hasTheWorkloadsOfTheShop(String overlay) {
        assertThat(Overlay.of(overlay).workloads())
                .extracting(Workload::name)
                .containsExactlyInAnyOrder(
                        "gateway",
                        "catalog",
                        "order",
                        "redis",
                        "sentinel",
                        "catalog-migration",
                        "order-migration");
    }

    @EachOverlay
    void watchesEachProcessForItsStartItsLifeAndItsReadiness(String overlay) {
        assertThat(Overlay.of(overlay).running())
                .allSatisfy(
                        workload -> {
                            Container container = workload.container();
                            assertThat(workload.probes()).hasSize(3).doesNotContainNull();
                            assertThat(workload.probes())
                                    .allSatisfy(
                                            p -> assertThat(p.getTimeoutSeconds()).isPositive());
                            // Restarting takes longer to decide than leaving out.
                            assertThat(patience(container.getLivenessProbe()))
                                    .isGreaterThan(patience(container.getReadinessProbe()));
                        });
        assertThat(Overlay.of(overlay).services())
                .allSatisfy(
                        workload -> {
                            Container container = workload.container();
                            assertThat(path(container.getStartupProbe())).isEqualTo("/livez");
                            assertThat(path(container.getLivenessProbe())).isEqualTo("/livez");
                            assertThat(path(container.getReadinessProbe())).isEqualTo("/readyz");
                        });
    }

    @EachOverlay
    void spreadsEachOverZonesAndHosts(String overlay) {
        assertThat(Overlay.of(overlay).running())
                .allSatisfy(
                        workload -> {
                            List<TopologySpreadConstraint> spread =
                                    workload.pod().getTopologySpreadConstraints();
                            assertThat(spread)
                                    .extracting(TopologySpreadConstraint::getTopologyKey)
                                    .containsExactly(
                                            "topology.kubernetes.io/zone",
                                            "kubernetes.io/hostname");
                            assertThat(spread.getFirst().getWhenUnsatisfiable())
                                    .isEqualTo("DoNotSchedule");
                            assertThat(spread)
                                    .allSatisfy(
                                            s -> {
                                                assertThat(s.getMaxSkew()).isEqualTo(1);
                                                assertThat(s.getLabelSelector().getMatchLabels())
                                                        .isEqualTo(selector(workload));
                                            });
                        });
    }

    @EachOverlay
    void letsADrainTakeOneAtATime(String overlay) {
        List<PodDisruptionBudget> budgets = Overlay.of(overlay).all(PodDisruptionBudget.class);
        assertThat(budgets).hasSameSizeAs(Overlay.of(overlay).running());
        assertThat(Overlay.of(overlay).running())
                .allSatisfy(
                        workload ->
                                assertThat(budgets)
                                        .filteredOn(
                                                b ->
                                                        b.getMetadata()
                                                                .getName()
                                                                .equals(workload.name()))
                                        .singleElement()
                                        .satisfies(
                                                b -> {
                                                    assertThat(
                                                                    b.getSpec()
                                                                            .getSelector()
                                                                            .getMatchLabels())
                                                            .isEqualTo(selector(workload));
                                                    assertThat(
                                                                    b.getSpec()
                                                                            .getMaxUnavailable()
                                                                            .getValue())
                                                            .isEqualTo(1);
                                                    assertThat(b.getSpec().getMinAvailable())
                                                            .isNull();
                                                }));
    }

    @EachOverlay
    void neverTakesAnInstanceAwayBeforeAnotherServes(String overlay) {
        List<Deployment> services = Overlay.of(overlay).all(Deployment.class);
        assertThat(services)
                .extracting(service -> service.getMetadata().getName())
                .containsExactlyInAnyOrder("gateway", "catalog", "order");
        for (Deployment service : services) {
            var rollout = service.getSpec().getStrategy().getRollingUpdate();
            assertThat(rollout.getMaxUnavailable().getValue()).isEqualTo(0);
            assertThat(rollout.getMaxSurge().getValue()).isEqualTo(1);
            assertThat(service.getSpec().getMinReadySeconds()).isGreaterThanOrEqualTo(10);
            // The one more finds a place, wherever the old ones are.
            assertThat(service.getSpec().getTemplate().getSpec().getTopologySpreadConstraints())
                    .allSatisfy(
                            spread ->
                                    assertThat(spread.getMatchLabelKeys())
                                            .containsExactly("pod-template-hash"));
        }
    }

    /** Those with a volume or a name of their own go before they come: one at a time. */
    @EachOverlay
    void waitsBetweenTwoThatKeepSomething(String overlay) {
        assertThat(Overlay.of(overlay).all(StatefulSet.class))
                .extracting(set -> set.getMetadata().getName())
                .containsExactlyInAnyOrder("redis", "sentinel");
        assertThat(Overlay.of(overlay).all(StatefulSet.class))
                .allSatisfy(
                        set -> {
                            assertThat(set.getSpec().getMinReadySeconds())
                                    .isGreaterThanOrEqualTo(15);
                            assertThat(set.getSpec().getUpdateStrategy().getType())
                                    .isEqualTo("RollingUpdate");
                            assertThat(set.getSpec().getUpdateStrategy().getRollingUpdate())
                                    .isNull();
                        });
    }

    @EachOverlay
    void leavesTheNumberOfServicesToTheirAutoscalers(String overlay) {
        List<HorizontalPodAutoscaler> scalers =
                Overlay.of(overlay).all(HorizontalPodAutoscaler.class);
        assertThat(scalers)
                .extracting(s -> s.getSpec().getScaleTargetRef())
                .extracting(target -> target.getKind() + " " + target.getName())
                .containsExactlyInAnyOrder(
                        "Deployment gateway", "Deployment catalog", "Deployment order");
        assertThat(Overlay.of(overlay).documents())
                .filteredOn(
                        d ->
                                List.of("gateway", "catalog", "order")
                                        .contains(d.at("/metadata/name").asText()))
                .allSatisfy(d -> assertThat(d.at("/spec/replicas").isMissingNode()).isTrue());
    }

    private static Map<String, String> selector(Workload workload) {
        return Map.of("app.kubernetes.io/name", workload.name());
    }

    private static int patience(Probe probe) {
        return probe.getPeriodSeconds() * probe.getFailureThreshold();
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }
}
