package io.everstore.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.util.List;
import java.util.stream.Stream;

/** What no pod of ours may do, and how much each may take. */
class RestrictionTests {

    @EachOverlay
    void restrictsEachPod(String overlay) {
        assertThat(Overlay.of(overlay).workloads())
                .allSatisfy(
                        workload -> {
                            PodSpec pod = workload.pod();
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
        assertThat(Overlay.of(overlay).containers())
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
    void limitsWhatEachContainerMayUse(String overlay) {
        assertThat(Overlay.of(overlay).containers())
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
        assertThat(Overlay.of(overlay).services())
                .allSatisfy(
                        w ->
                                assertThat(
                                                w.container()
                                                                .getResources()
                                                                .getLimits()
                                                                .get("memory")
                                                                .getNumericalAmount()
                                                                .longValueExact()
                                                        >> 20)
                                        .isBetween(448L, 768L));
    }

    @EachOverlay
    void namesAVersionOfEachImage(String overlay) {
        assertThat(Overlay.of(overlay).containers())
                .extracting(Container::getImage)
                .allMatch(image -> image.matches("[a-z0-9./-]+:[A-Za-z0-9._-]+"))
                .noneMatch(image -> image.endsWith(":latest"));
        assertThat(Overlay.of(overlay).services())
                .allSatisfy(
                        w ->
                                assertThat(w.container().getImage())
                                        .startsWith("everstore/" + w.name() + "-service:"));
    }

    @EachOverlay
    void givesEachAPriorityThatExists(String overlay) {
        List<String> classes =
                Overlay.of(overlay).all(PriorityClass.class).stream()
                        .map(c -> c.getMetadata().getName())
                        .toList();
        assertThat(Overlay.of(overlay).workloads())
                .allSatisfy(w -> assertThat(classes).contains(w.pod().getPriorityClassName()));
    }
}
