package io.everstore.chaos.targets;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.chaos.fault.Disturbance;
import io.everstore.chaos.fault.Link;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which faults need a proxy that can read what it passes on. */
class LocalTargetTests {

    private static final Disturbance LATE =
            new Disturbance.Latency(Duration.ofMillis(100), Duration.ZERO);

    @Test
    void delaysAndLosesWhatItCannotRead() {
        assertThat(LocalTarget.isRead(Link.ORDER_POSTGRES, LATE)).isFalse();
        assertThat(LocalTarget.isRead(Link.GATEWAY_ORDER, new Disturbance.OneWay())).isFalse();
        assertThat(LocalTarget.isRead(Link.GATEWAY_CATALOG, new Disturbance.Reset(0.1))).isFalse();
    }

    @Test
    void doesNothingThatDependsOnWhatIsSaid() {
        assertThat(LocalTarget.isRead(Link.ORDER_POSTGRES, new Disturbance.ResetAfter("COMMIT")))
                .isTrue();
        assertThat(LocalTarget.isRead(Link.GATEWAY_ORDER, new Disturbance.ForgetKeys())).isTrue();
        assertThat(
                        LocalTarget.isRead(
                                Link.GATEWAY_CATALOG,
                                new Disturbance.WrongAnswer(
                                        Disturbance.WrongAnswer.Kind.STATUS_500)))
                .isTrue();
    }

    /** Which server is the primary is said by the Sentinels, whose words cannot be changed. */
    @Test
    void doesNothingToRedis() {
        assertThat(LocalTarget.isRead(Link.CATALOG_REDIS, LATE)).isTrue();
    }
}
