package io.everstore.gateway.balancing;

import static io.everstore.gateway.balancing.CheckResult.MISSED;
import static io.everstore.gateway.balancing.CheckResult.NOT_READY;
import static io.everstore.gateway.balancing.CheckResult.READY;
import static io.everstore.gateway.balancing.CheckResult.REFUSED;
import static io.everstore.gateway.balancing.Instance.State.DOWN;
import static io.everstore.gateway.balancing.Instance.State.EJECTED;
import static io.everstore.gateway.balancing.Instance.State.IN_ROTATION;
import static io.everstore.gateway.balancing.Outcome.FAILS;
import static io.everstore.gateway.balancing.Outcome.IS_AWAY;
import static io.everstore.gateway.balancing.Outcome.SAYS_NOTHING;
import static io.everstore.gateway.balancing.Outcome.WORKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each transition in the Javadoc of {@link Instance}, and that there are no others. */
class InstanceTests {

    private static final boolean DISPENSABLE = true;
    private static final long EJECTION = Duration.ofSeconds(5).toNanos();

    private final Instance instance =
            new Instance(URI.create("http://127.0.0.1:1"), Settings.DEFAULTS);
    private long now = Long.MAX_VALUE - 1000;

    @Test
    void startsInRotation() {
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);
    }

    @Test
    void isEjectedByOneRefusedConnection() {
        served(IS_AWAY);

        assertThat(instance.state(now)).isEqualTo(EJECTED);
    }

    @Test
    void isEjectedByTheThirdFailureInARow() {
        served(FAILS, FAILS);
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);

        served(FAILS);
        assertThat(instance.state(now)).isEqualTo(EJECTED);
    }

    @Test
    void countsAnewAfterASuccess() {
        served(FAILS, FAILS, WORKS, FAILS, FAILS);

        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);
    }

    @Test
    void neitherForgetsNorCountsWhatSaysNothing() {
        served(FAILS, SAYS_NOTHING, FAILS, SAYS_NOTHING);
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);

        served(FAILS);
        assertThat(instance.state(now)).isEqualTo(EJECTED);
    }

    @Test
    void staysInRotationWhileItIsIndispensable() {
        instance.served(IS_AWAY, !DISPENSABLE, now);
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);

        instance.served(FAILS, DISPENSABLE, now);
        assertThat(instance.state(now)).isEqualTo(EJECTED);
    }

    /**
     * The clock starts just before its overflow, so this also shows that the comparison survives
     * one.
     */
    @Test
    void returnsFromEjectionAfterFiveSeconds() {
        served(IS_AWAY);

        assertThat(instance.state(now + EJECTION - 1)).isEqualTo(EJECTED);
        assertThat(instance.state(now + EJECTION)).isEqualTo(IN_ROTATION);
    }

    @Test
    void returnsWithACleanSlate() {
        served(FAILS, FAILS, FAILS);
        now += EJECTION;
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);

        served(FAILS, FAILS);
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);
    }

    @Test
    void isNotBroughtBackEarlyByACheckOrALateAnswer() {
        served(IS_AWAY);

        instance.checked(READY, now);
        served(WORKS);

        assertThat(instance.state(now)).isEqualTo(EJECTED);
    }

    @ParameterizedTest
    @EnumSource(names = {"NOT_READY", "REFUSED"})
    void isDownAfterOneClearCheck(CheckResult result) {
        instance.checked(result, now);

        assertThat(instance.state(now)).isEqualTo(DOWN);
    }

    @Test
    void isDownAfterTheSecondMissedCheckInARow() {
        check(MISSED);
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);
        check(READY, MISSED);
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);

        check(MISSED);
        assertThat(instance.state(now)).isEqualTo(DOWN);
    }

    @Test
    void goesDownFromEjectionAndDoesNotReturnWithTime() {
        served(IS_AWAY);
        check(REFUSED);

        assertThat(instance.state(now + 10 * EJECTION)).isEqualTo(DOWN);
    }

    @Test
    void returnsFromDownWithTheFirstGoodCheck() {
        check(NOT_READY);
        served(WORKS);
        assertThat(instance.state(now)).isEqualTo(DOWN);

        check(READY);
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);
    }

    @Test
    void isNotEjectedWhileItIsDown() {
        check(REFUSED);
        served(IS_AWAY);
        assertThat(instance.state(now)).isEqualTo(DOWN);

        check(READY);
        assertThat(instance.state(now)).isEqualTo(IN_ROTATION);
    }

    private void served(Outcome... outcomes) {
        for (Outcome outcome : outcomes) {
            instance.served(outcome, DISPENSABLE, now);
        }
    }

    private void check(CheckResult... results) {
        for (CheckResult result : results) {
            instance.checked(result, now);
        }
    }
}
