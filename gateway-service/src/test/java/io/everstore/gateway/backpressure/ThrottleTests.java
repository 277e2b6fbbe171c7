package io.everstore.gateway.backpressure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThrottleTests {

    private static final BackpressureSettings SETTINGS =
            new BackpressureSettings(
                    Duration.ofSeconds(10),
                    20,
                    50,
                    Duration.ofSeconds(2),
                    5,
                    Duration.ofSeconds(4),
                    10,
                    2,
                    0.9);

    private long now = 1_000_000_000_000L;
    private final Throttle throttle = new Throttle(SETTINGS, new Random(7), () -> now);

    @Test
    void holdsNothingBackFromAServiceThatAccepts() {
        for (int i = 0; i < 1000; i++) {
            assertThat(throttle.lets()).isTrue();
            throttle.ended(true);
        }
    }

    @Test
    void holdsNothingBackInARushBeforeTheFirstAnswer() {
        for (int i = 0; i < 1000; i++) {
            assertThat(throttle.lets()).isTrue();
        }
    }

    @Test
    void toleratesAFewRefusals() {
        end(10, false);

        assertThat(throttle.heldBackShare()).isZero();
    }

    @Test
    void letsATenthThroughToAServiceThatRefusesAll() {
        end(200, false);

        assertThat(throttle.heldBackShare()).isEqualTo(0.9);
        assertThat(sentOf(10_000)).isCloseTo(1000, within(150));
    }

    @Test
    void sendsAboutTwiceWhatIsAccepted() {
        int accepted = 0;
        int sent = 0;
        for (int tick = 0; tick < 60; tick++) {
            for (int i = 0; i < 100; i++) {
                if (throttle.lets()) {
                    boolean isAccepted = i % 10 == 0;
                    throttle.ended(isAccepted);
                    if (tick >= 20) {
                        sent++;
                        accepted += isAccepted ? 1 : 0;
                    }
                }
            }
            now += Duration.ofMillis(100).toNanos();
        }

        assertThat((double) sent / 40).isLessThan(40);
        assertThat(accepted).isPositive();
    }

    @Test
    void forgetsAfterItsWindow() {
        end(1000, false);
        now += Duration.ofSeconds(4).toNanos();

        assertThat(throttle.heldBackShare()).isZero();
    }

    @Test
    void forgetsWhileNobodyCame() {
        end(1000, false);
        now += Duration.ofDays(3).toNanos();
        end(100, true);

        assertThat(throttle.heldBackShare()).isZero();
    }

    private void end(int requests, boolean accepted) {
        for (int i = 0; i < requests; i++) {
            throttle.ended(accepted);
        }
    }

    private int sentOf(int requests) {
        int sent = 0;
        for (int i = 0; i < requests; i++) {
            if (throttle.lets()) {
                throttle.ended(false);
                sent++;
            }
        }
        return sent;
    }
}
