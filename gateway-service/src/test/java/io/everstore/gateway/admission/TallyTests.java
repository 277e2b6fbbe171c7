package io.everstore.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.admission.Tally.Share;
import org.junit.jupiter.api.Test;

class TallyTests {

    private static final int LIMIT = 100;
    private static final long PERIOD = 10_000;
    private static final long START = 1_700_000_000_000L;

    private final Tally tally = new Tally(LIMIT, PERIOD);

    @Test
    void letsAsManyInAsTheLimitSays() {
        assertThat(takenOf(150, START)).isEqualTo(LIMIT);
    }

    @Test
    void countsTheLastPeriodForThePartThatHasNotSlidOut() {
        takenOf(100, START);

        assertThat(takenOf(100, START + PERIOD + PERIOD / 4)).isEqualTo(25);
        assertThat(takenOf(100, START + PERIOD + PERIOD / 2)).isEqualTo(25);
    }

    @Test
    void forgetsWhatIsTwoPeriodsAgo() {
        takenOf(100, START);

        assertThat(takenOf(150, START + 2 * PERIOD)).isEqualTo(LIMIT);
    }

    @Test
    void countsWhatCameThroughOtherGateways() {
        takenOf(30, START);
        Share share = tally.share();
        tally.shared(share, 90);

        assertThat(share.requests()).isEqualTo(30);
        assertThat(takenOf(50, START)).isEqualTo(10);
    }

    @Test
    void hasNothingToTellOfThoseWhoAreFarFromTheLimit() {
        takenOf(20, START);

        assertThat(tally.share().requests()).isZero();
    }

    @Test
    void tellsEachRequestOnce() {
        takenOf(40, START);
        tally.shared(tally.share(), 40);
        takenOf(5, START);

        assertThat(tally.share().requests()).isEqualTo(5);
    }

    @Test
    void countsForItselfWhenTheOthersDoNotHear() {
        takenOf(40, START);
        tally.notShared(tally.share());
        takenOf(20, START);

        assertThat(tally.share().requests()).isEqualTo(60);
        assertThat(takenOf(100, START)).isEqualTo(40);
    }

    @Test
    void keepsALateAnswerOfTheLastPeriodApart() {
        takenOf(40, START);
        Share share = tally.share();
        takenOf(1, START + PERIOD);
        tally.shared(share, 100);

        assertThat(takenOf(100, START + PERIOD + PERIOD / 2)).isEqualTo(49);
    }

    private int takenOf(int requests, long now) {
        int taken = 0;
        for (int i = 0; i < requests; i++) {
            taken += tally.take(now) ? 1 : 0;
        }
        return taken;
    }
}
