package io.everstore.chaos.targets.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pods come and go; the names of the nodes stay. */
class SlotsTests {

    private static final Pod A = pod("a", "2026-11-22T10:00:00Z");
    private static final Pod B = pod("b", "2026-11-22T10:00:01Z");
    private static final Pod C = pod("c", "2026-11-22T10:05:00Z");

    private final Slots slots = new Slots("gateway");

    private static Pod pod(String uid, String created) {
        return new PodBuilder()
                .withNewMetadata()
                .withUid(uid)
                .withCreationTimestamp(created)
                .endMetadata()
                .build();
    }

    @Test
    void givesThePlaceOfOneThatIsGoneToTheNext() {
        assertThat(slots.assign(List.of(B, A), 2))
                .containsEntry("gateway-1", A)
                .containsEntry("gateway-2", B);
        assertThat(slots.assign(List.of(B), 2)).containsOnlyKeys("gateway-2");
        assertThat(slots.assign(List.of(C, B), 2))
                .containsEntry("gateway-1", C)
                .containsEntry("gateway-2", B);
    }

    @Test
    void namesNobodyBeyondTheirNumber() {
        slots.assign(List.of(A, B), 2);
        assertThat(slots.assign(List.of(A, B, C), 2)).doesNotContainValue(C);
        assertThat(slots.nameOf(C)).isEmpty();
        slots.assign(List.of(B, C), 2);
        assertThat(slots.nameOf(C)).contains("gateway-1");
        assertThat(slots.nameOf(A)).contains("gateway-1");
    }
}
