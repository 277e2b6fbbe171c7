package io.everstore.local.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.edge.Gateway.State;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which gateways are used, by what is known of them. */
class GatewaysTests {

    private static final Optional<Gateway> NONE_FAILED = Optional.empty();

    private final List<Gateway> all =
            IntStream.rangeClosed(1, 4)
                    .mapToObj(i -> new Gateway(new NodeSpec("gateway-" + i, Tier.GATEWAY, i, i)))
                    .toList();
    private final Gateways gateways = new Gateways(all);

    @Test
    void usesThoseThatAreIn() {
        ready(0, 1, 2);

        assertThat(used(NONE_FAILED)).isEqualTo(Set.of(all.get(0), all.get(1), all.get(2)));
    }

    @Test
    void triesAllWhenNoneIsIn() {
        assertThat(used(NONE_FAILED)).isEqualTo(Set.copyOf(all));
    }

    @Test
    void sparesThoseThatAreLateWhileHalfAreIn() {
        ready(0, 1, 2, 3);
        late(0, 1);

        assertThat(used(NONE_FAILED)).isEqualTo(Set.of(all.get(2), all.get(3)));
    }

    @Test
    void usesThoseThatAreLateWhenMostAre() {
        ready(0, 1, 2, 3);
        late(0, 1, 2);

        assertThat(used(NONE_FAILED)).isEqualTo(Set.copyOf(all));
    }

    @Test
    void triesNobodyWhoIsGoneWhereSomebodyIsLate() {
        ready(0, 1, 2, 3);
        late(0, 1, 2);
        all.get(3).gone();

        assertThat(used(NONE_FAILED)).isEqualTo(Set.of(all.get(0), all.get(1), all.get(2)));
    }

    @Test
    void neverRepeatsAtTheSameOne() {
        ready(0);

        assertThat(used(Optional.of(all.getFirst())))
                .isEqualTo(Set.of(all.get(1), all.get(2), all.get(3)));
    }

    @Test
    void prefersTheLeastBusy() {
        ready(0, 1);
        try (var _ = all.getFirst().begin()) {
            assertThat(used(NONE_FAILED)).isEqualTo(Set.of(all.get(1)));
        }
    }

    @Test
    void doesNotTakeSlownessForAbsence() {
        Gateway gateway = all.getFirst();
        gateway.ready();
        long asked = System.nanoTime();
        gateway.answered();

        assertThat(gateway.late(asked)).isFalse();
        assertThat(gateway.state()).isEqualTo(State.IN);
        assertThat(gateway.late(System.nanoTime())).isTrue();
        assertThat(gateway.state()).isEqualTo(State.LATE);
    }

    @Test
    void takesBackWhoAnswersAfterAll() {
        ready(0);
        late(0);
        all.getFirst().answered();

        assertThat(all.getFirst().state()).isEqualTo(State.IN);
    }

    /** It finishes what it has, and wants no more. */
    @Test
    void leavesAloneWhoStops() {
        ready(0);
        all.getFirst().gone();
        all.getFirst().answered();
        all.getFirst().late(System.nanoTime());

        assertThat(all.getFirst().state()).isEqualTo(State.OUT);
    }

    private void ready(int... which) {
        IntStream.of(which).forEach(i -> all.get(i).ready());
    }

    private void late(int... which) {
        IntStream.of(which).forEach(i -> all.get(i).late(System.nanoTime()));
    }

    /** With ties decided by chance: all that 200 choices come upon. */
    private Set<Gateway> used(Optional<Gateway> justFailed) {
        Set<Gateway> used = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            used.add(gateways.choose(justFailed).orElseThrow());
        }
        return used;
    }
}
