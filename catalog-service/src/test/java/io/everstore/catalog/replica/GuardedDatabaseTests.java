package io.everstore.catalog.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;

class GuardedDatabaseTests {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CircuitBreaker breaker =
            CircuitBreaker.of(
                    "primary",
                    CircuitBreakerConfig.custom()
                            .slidingWindow(4, 2, SlidingWindowType.COUNT_BASED)
                            .failureRateThreshold(50)
                            .permittedNumberOfCallsInHalfOpenState(1)
                            .build());

    @AfterEach
    void letAllGo() {
        answer.countDown();
        threads.close();
    }

    @Test
    void doesNotTakeARushForALoss() {
        GuardedDatabase database = database(1);
        // Given up, it keeps its turn.
        assertThatThrownBy(() -> database.read(this::slowly)).hasMessageContaining("not answer");

        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> database.read(() -> "never asked"))
                    .isInstanceOf(QueryTimeoutException.class)
                    .hasMessageContaining("no turn");
        }

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
        answer.countDown();
        await().until(() -> reads(database));
    }

    @Test
    void leavesADatabaseAloneThatDoesNotAnswer() {
        GuardedDatabase database = database(2);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> database.read(this::slowly))
                    .isInstanceOf(QueryTimeoutException.class);
        }

        assertThatThrownBy(() -> database.read(() -> "never asked"))
                .isInstanceOf(DataAccessResourceFailureException.class)
                .hasMessageContaining("left alone");
    }

    @Test
    void takesAnAnswerThatIsAnExceptionForAnAnswer() {
        GuardedDatabase database = database(1);
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(
                            () ->
                                    database.read(
                                            () -> {
                                                throw new IllegalArgumentException("cursor");
                                            }))
                    .hasMessage("cursor");
        }

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void leavesADatabaseAloneAtOnceThatBreaksConnections() {
        GuardedDatabase database = database(1);

        assertThatThrownBy(() -> database.read(() -> fail(new SQLException("reset", "08006"))))
                .isInstanceOf(DataAccessResourceFailureException.class);

        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void asksNoCustomerToFindOutWhetherItIsBack() {
        GuardedDatabase database = database(1);
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();

        assertThatThrownBy(() -> database.read(() -> "never asked"))
                .hasMessageContaining("left alone");
        database.look(() -> fail(new SQLException("reset", "08006")));
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
        breaker.transitionToHalfOpenState();
        database.look(() -> "it is");

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        assertThat(database.read(() -> "asked")).isEqualTo("asked");
    }

    @Test
    void doesNotTakeAFullPoolForALoss() {
        GuardedDatabase database = database(1);

        assertThatThrownBy(
                        () ->
                                database.read(
                                        () ->
                                                fail(
                                                        new SQLTransientConnectionException(
                                                                "none in time", "08006"))))
                .isInstanceOf(DataAccessResourceFailureException.class);

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    private static String fail(SQLException cause) {
        throw new DataAccessResourceFailureException("no answer", cause);
    }

    private GuardedDatabase database(int concurrent) {
        return new GuardedDatabase(breaker, concurrent, Duration.ofMillis(50), threads);
    }

    private static boolean reads(GuardedDatabase database) {
        try {
            return database.read(() -> true);
        } catch (QueryTimeoutException _) {
            return false;
        }
    }

    private String slowly() {
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return "slow";
    }
}
