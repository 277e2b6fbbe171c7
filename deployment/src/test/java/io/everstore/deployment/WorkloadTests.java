package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.deployment.Overlay.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
        assertThat(running(overlay))
                .allSatisfy(
                        workload -> {
                            Container container = container(workload);
                            assertThat(probes(container)).hasSize(3).doesNotContainNull();
                            assertThat(probes(container))
                                    .allSatisfy(
                                            p -> assertThat(p.getTimeoutSeconds()).isPositive());
                            // Restarting takes longer to decide than leaving out.
                            assertThat(patience(container.getLivenessProbe()))
                                    .isGreaterThan(patience(container.getReadinessProbe()));
                        });
        assertThat(running(overlay))
                .filteredOn(Workload::isService)
                .allSatisfy(
                        workload -> {
                            Container container = container(workload);
                            assertThat(path(container.getStartupProbe())).isEqualTo("/livez");
                            assertThat(path(container.getLivenessProbe())).isEqualTo("/livez");
                            assertThat(path(container.getReadinessProbe())).isEqualTo("/readyz");
                        });
    }

    @EachOverlay
    void spreadsEachOverZonesAndHosts(String overlay) {
        assertThat(running(overlay))
                .allSatisfy(
                        workload -> {
                            List<TopologySpreadConstraint> spread =
                                    pod(workload).getTopologySpreadConstraints();
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
        assertThat(budgets).hasSameSizeAs(running(overlay));
        assertThat(running(overlay))
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
    void limitsWhatEachContainerMayUse(String overlay) {
        assertThat(containers(overlay))
                .allSatisfy(
                        container -> {
                            var resources = container.getResources();
                            assertThat(resources.getRequests()).containsOnlyKeys("cpu", "memory");
                            assertThat(resources.getLimits()).containsOnlyKeys("cpu", "memory");
                            for (String kind : List.of("cpu", "memory")) {
                                assertThat(resources.getRequests().get(kind).getNumericalAmount())
                                        .isPositive()
                                        .isLessThanOrEqualTo(
                                                resources
                                                        .getLimits()
                                                        .get(kind)
                                                        .getNumericalAmount());
                            }
                        });
    }

    /** The heap is 256 MiB and 250 to 300 MiB were measured in all; a tmpfs counts as well. */
    @EachOverlay
    void givesEachServiceRoomForMoreThanItsHeap(String overlay) {
        assertThat(running(overlay))
                .filteredOn(Workload::isService)
                .allSatisfy(
                        w ->
                                assertThat(
                                                container(w)
                                                                .getResources()
                                                                .getLimits()
                                                                .get("memory")
                                                                .getNumericalAmount()
                                                                .longValueExact()
                                                        >> 20)
                                        .isBetween(448L, 768L));
    }

    @EachOverlay
    void restrictsEachPod(String overlay) {
        assertThat(Overlay.of(overlay).workloads())
                .allSatisfy(
                        workload -> {
                            PodSpec pod = pod(workload);
                            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
                            assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
                            assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                                    .isEqualTo("RuntimeDefault");
                            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
                            assertThat(pod.getServiceAccountName()).isEqualTo(workload.name());
                            assertThat(
                                            Stream.of(
                                                    pod.getHostNetwork(),
                                                    pod.getHostPID(),
                                                    pod.getHostIPC()))
                                    .containsOnlyNulls();
                            assertThat(pod.getVolumes())
                                    .extracting(Volume::getHostPath)
                                    .containsOnlyNulls();
                        });
        assertThat(containers(overlay))
                .extracting(Container::getSecurityContext)
                .allSatisfy(
                        context -> {
                            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
                            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
                            assertThat(context.getPrivileged()).isNull();
                            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
                            assertThat(context.getCapabilities().getAdd()).isEmpty();
                        });
        assertThat(Overlay.of(overlay).all(ServiceAccount.class))
                .allSatisfy(a -> assertThat(a.getAutomountServiceAccountToken()).isFalse());
    }

    @EachOverlay
    void namesAVersionOfEachImage(String overlay) {
        assertThat(containers(overlay))
                .extracting(Container::getImage)
                .allMatch(image -> image.matches("[a-z0-9./-]+:[A-Za-z0-9._-]+"))
                .noneMatch(image -> image.endsWith(":latest"));
        assertThat(running(overlay))
                .filteredOn(Workload::isService)
                .allSatisfy(
                        w ->
                                assertThat(container(w).getImage())
                                        .startsWith("everstore/" + w.name() + "-service:"));
    }

    @EachOverlay
    void givesEachAPriorityThatExists(String overlay) {
        List<String> classes =
                Overlay.of(overlay).all(PriorityClass.class).stream()
                        .map(c -> c.getMetadata().getName())
                        .toList();
        assertThat(Overlay.of(overlay).workloads())
                .allSatisfy(w -> assertThat(classes).contains(pod(w).getPriorityClassName()));
    }

    @EachOverlay
    void neverTakesAGatewayAwayBeforeAnotherServes(String overlay) {
        var strategy = Overlay.of(overlay).the(Deployment.class).getSpec().getStrategy();
        assertThat(strategy.getRollingUpdate().getMaxUnavailable().getValue()).isEqualTo(0);
        assertThat(strategy.getRollingUpdate().getMaxSurge().getValue()).isEqualTo(1);
    }

    @EachOverlay
    void leavesTheNumberOfServicesToTheirAutoscalers(String overlay) {
        List<HorizontalPodAutoscaler> scalers =
                Overlay.of(overlay).all(HorizontalPodAutoscaler.class);
        assertThat(scalers)
                .extracting(s -> s.getSpec().getScaleTargetRef().getName())
                .containsExactlyInAnyOrder("gateway", "catalog", "order");
        assertThat(Overlay.of(overlay).documents())
                .filteredOn(
                        d ->
                                List.of("gateway", "catalog", "order")
                                        .contains(d.at("/metadata/name").asText()))
                .allSatisfy(d -> assertThat(d.at("/spec/replicas").isMissingNode()).isTrue());
    }

    private static List<Workload> running(String overlay) {
        return Overlay.of(overlay).workloads().stream().filter(w -> !w.isJob()).toList();
    }

    private static List<Container> containers(String overlay) {
        return Overlay.of(overlay).workloads().stream()
                .flatMap(
                        w ->
                                Stream.concat(
                                        pod(w).getInitContainers().stream(),
                                        pod(w).getContainers().stream()))
                .toList();
    }

    private static PodSpec pod(Workload workload) {
        return workload.template().getSpec();
    }

    private static Container container(Workload workload) {
        return pod(workload).getContainers().getFirst();
    }

    private static Map<String, String> selector(Workload workload) {
        return Map.of("app.kubernetes.io/name", workload.name());
    }

    private static List<Probe> probes(Container container) {
        return Stream.of(
                        container.getStartupProbe(),
                        container.getLivenessProbe(),
                        container.getReadinessProbe())
                .toList();
    }

    private static int patience(Probe probe) {
        return probe.getPeriodSeconds() * probe.getFailureThreshold();
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }
}
