package io.everstore.local.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

class SettledTests {

    @Test
    void remembersSingleOnesAndClosesGaps() {
        Settled settled = Settled.of(null).with(3, 0).with(1, 0);
        assertThat(settled.next()).isZero();
        assertThat(settled.contains(3)).isTrue();
        assertThat(settled.contains(2)).isFalse();

        Settled closed = settled.with(0, 0).with(2, 0);
        assertThat(closed.next()).isEqualTo(4);
        assertThat(closed.after()).isEmpty();
    }

    @Test
    void forgetsWhatThePartitionNoLongerHas() {
        Settled settled = Settled.of(null).with(3, 0).with(10, 9);

        assertThat(settled.next()).isEqualTo(9);
        assertThat(settled.after()).containsExactly(10L);
    }

    @Test
    void survivesTheBroker() {
        Settled settled = Settled.of(null).with(5, 0).with(9, 0);

        OffsetAndMetadata committed = settled.toCommit();

        assertThat(Settled.of(committed)).isEqualTo(settled);
    }

    @Test
    void saysWhenTheBrokerHasNoRoomForMore() {
        Settled settled = Settled.of(null);
        long offset = 1_000_000;
        while (settled.fits()) {
            offset += 2;
            settled = settled.with(offset, 0);
        }

        assertThat(settled.after()).hasSizeGreaterThan(500);
    }
}
