package io.everstore.local.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SilenceDetectorTests {

    private static final long TICK = Duration.ofMillis(50).toNanos();

    private final SilenceDetector detector = new SilenceDetector(DetectorSettings.standard());
    private long now = -5_000_000_000L; // a monotonic clock may be negative

    private boolean tick(long nanos, boolean isRunnable) {
        now += nanos;
        return detector.tick(now, () -> isRunnable);
    }

    /** How many ticks until it counts as frozen. */
    private int ticksUntilFrozen(boolean isRunnable) {
        for (int ticks = 1; ticks < 1000; ticks++) {
            if (tick(TICK, isRunnable)) {
                return ticks;
            }
        }
        return Integer.MAX_VALUE;
    }

    @Test
    void noticesSilenceAfterItsLimit() {
        tick(TICK, false);
        assertThat(ticksUntilFrozen(false)).isEqualTo(800 / 50);
        assertThat(detector.silentMillis()).isEqualTo(800);
    }

    @Test
    void startsToCountAnewAfterEachAnswer() {
        for (int i = 0; i < 100; i++) {
            assertThat(tick(TICK, false)).isFalse();
            if (i % 10 == 0) {
                detector.answered();
            }
        }
    }

    @Test
    void givesAStarvedPrimaryMoreTime() {
        tick(TICK, true);
        assertThat(ticksUntilFrozen(true)).isEqualTo((800 + 3000) / 50);
    }

    @Test
    void takesNoSilenceFromTicksThatCameLate() {
        tick(TICK, false);
        for (int i = 0; i < 15; i++) {
            assertThat(tick(100 * TICK, false)).isFalse(); // the supervisor was starved
        }
        assertThat(tick(100 * TICK, false)).isTrue(); // but at some time it must decide
    }

    @Test
    void takesNoSilenceFromTicksThatMakeUpForALongDecision() {
        tick(TICK, false);
        for (int i = 0; i < 100; i++) {
            assertThat(tick(1000, false)).isFalse();
        }
    }

    @Test
    void startsAfreshForAnotherPrimary() {
        tick(TICK, false);
        ticksUntilFrozen(false);
        detector.reset();
        tick(TICK, false);
        assertThat(ticksUntilFrozen(false)).isEqualTo(16);
    }
}
