package io.everstore.order.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.order.ApplicationYml;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The times that {@link PlacementSettings} lists, read from the file the service really uses. */
class TimeoutBudgetTests {

    /** What the gateway waits for its first try of /api/orders; its own tests hold it to this. */
    private static final Duration GATEWAY_TRY = Duration.ofSeconds(2);

    private final Duration connect = ofUrl("connectTimeout");
    private final Duration login = ofUrl("loginTimeout");
    private final Duration socket = ofUrl("socketTimeout");
    private final Duration acquire =
            ApplicationYml.millis("spring.datasource.hikari.connection-timeout");
    private final Duration lock = ofOptions("lock_timeout");
    private final Duration idle = ofOptions("idle_in_transaction_session_timeout");
    private final Duration deadline = ApplicationYml.time("everstore.placement.deadline");
    private final Duration answer = ApplicationYml.time("everstore.placement.answer");
    private final Duration send = ApplicationYml.time("everstore.intake.send-timeout");
    private final Duration read = ApplicationYml.time("everstore.history.patience");

    /** It begins within the answer's time, and what it then waits for is no longer than that. */
    private final Duration slowest = answer.multipliedBy(2);

    @Test
    void triesEveryHostBeforeLoginGivesUp() {
        assertThat(connect.multipliedBy(3)).isLessThanOrEqualTo(login);
    }

    @Test
    void testsAConnectionWithinTheWaitForOne() {
        assertThat(ApplicationYml.millis("spring.datasource.hikari.validation-timeout"))
                .isLessThan(acquire);
    }

    /** Else the wait for a lock looks like an outage. */
    @Test
    void waitsForAnotherRequestWithTheKeyLessThanForTheDatabase() {
        assertThat(lock).isLessThan(deadline);
    }

    @Test
    void leavesTheIntakeItsWholeTime() {
        assertThat(deadline.plus(send)).isLessThanOrEqualTo(answer);
    }

    /** Half a second for the way there and back, and for a machine that is busy. */
    @Test
    void answersBeforeTheGatewayAsksAnotherInstance() {
        Duration onTheWay = Duration.ofMillis(500);

        assertThat(answer.plus(onTheWay)).isLessThanOrEqualTo(GATEWAY_TRY);
        // The look at the queued orders, IntakeSettings' default.
        assertThat(read.plus(Duration.ofMillis(500)).plus(onTheWay))
                .isLessThanOrEqualTo(GATEWAY_TRY);
    }

    @Test
    void leavesTheSocketTimeoutToConnectionsThatNobodyWaitsFor() {
        assertThat(socket).isGreaterThan(slowest);
    }

    @Test
    void freesTheLocksOfAFrozenInstanceNoSoonerThanAHealthyOneIsDone() {
        assertThat(idle).isGreaterThan(slowest);
    }

    @Test
    void finishesPlacementsBeforeShutdownCutsThem() {
        assertThat(ApplicationYml.time("spring.lifecycle.timeout-per-shutdown-phase"))
                .isGreaterThan(slowest);
    }

    private static Duration ofUrl(String parameter) {
        return Duration.ofSeconds(
                ApplicationYml.number("spring.datasource.url", parameter + "=(\\d+)"));
    }

    private static Duration ofOptions(String parameter) {
        return Duration.ofMillis(
                ApplicationYml.number(
                        "spring.datasource.hikari.data-source-properties.options",
                        " " + parameter + "=(\\d+)"));
    }
}
