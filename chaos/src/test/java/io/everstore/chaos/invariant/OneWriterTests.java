package io.everstore.chaos.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.chaos.invariant.OneWriter.Ack;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which acknowledgements cannot come from one primary. */
class OneWriterTests {

    @Test
    void allowsAFailover() {
        assertThat(
                        OneWriter.twoWriters(
                                List.of(
                                        new Ack("a", 1, 0, 1),
                                        new Ack("a", 1, 2, 3),
                                        new Ack("b", 2, 4, 5),
                                        new Ack("a", 3, 6, 7))))
                .isEmpty();
    }

    @Test
    void allowsAnAcknowledgementThatArrivesLate() {
        assertThat(OneWriter.twoWriters(List.of(new Ack("a", 1, 0, 9), new Ack("b", 2, 4, 5))))
                .isEmpty();
    }

    @Test
    void noticesAnOldPrimaryThatStillAcknowledges() {
        assertThat(OneWriter.twoWriters(List.of(new Ack("b", 2, 4, 5), new Ack("a", 1, 6, 7))))
                .containsExactly(
                        "a acknowledged a write in timeline 1 after b had one in timeline 2");
    }

    @Test
    void measuresHowLongNobodyAcknowledges() {
        List<Ack> acks =
                List.of(
                        new Ack("a", 1, 0, 1_000_000),
                        new Ack("b", 2, 0, 21_000_000),
                        new Ack("a", 1, 0, 9_000_000));

        assertThat(OneWriter.longestGapMillis(acks, 10_000_000)).isEqualTo(12);
        assertThat(OneWriter.longestGapMillis(acks, 22_000_000)).isInfinite();
    }

    @Test
    void noticesTwoPrimariesOfOneTimeline() {
        assertThat(OneWriter.twoWriters(List.of(new Ack("a", 1, 0, 1), new Ack("b", 1, 5, 6))))
                .hasSize(2);
    }
}
