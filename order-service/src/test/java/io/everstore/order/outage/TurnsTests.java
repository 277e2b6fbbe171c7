package io.everstore.order.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pool of one connection, which nobody needs here: two commits may be under way. */
class TurnsTests {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final HikariDataSource pool = pool();
    private final CircuitBreaker breaker = CircuitBreaker.ofDefaults("database");
    private final Database database = new Database(breaker, pool, System::nanoTime);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final AtomicInteger underWay = new AtomicInteger();

    @AfterEach
    void close() {
        answer.countDown();
        pool.close();
    }

    private static HikariDataSource pool() {
        var config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/nowhere");
        config.setMaximumPoolSize(1);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    @Test
    void countsACommitWhoseCallerWentAway() {
        abandonTwo();

        assertThatExceptionOfType(NoTurn.class)
                .isThrownBy(() -> database.commit(SHORT, () -> "third"));
        assertThat(underWay).hasValue(2);
    }

    @Test
    void givesTheTurnToTheNextWhenOneEnds() {
        abandonTwo();
        answer.countDown();

        assertThat(database.commit(LONG, () -> "third")).isEqualTo("third");
    }

    @Test
    void doesNotTakeARushForAnOutage() {
        abandonTwo();
        long failed = breaker.getMetrics().getNumberOfFailedCalls();

        assertThatExceptionOfType(NoTurn.class)
                .isThrownBy(() -> database.commit(SHORT, () -> "third"));
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(failed);
    }

    /** What comes too late for its caller shows all the same that somebody commits. */
    @Test
    void doesNotTakeASlowDatabaseForAnOutage() {
        CountDownLatch late = new CountDownLatch(1);
        assertThatExceptionOfType(NoAnswer.class)
                .isThrownBy(() -> database.commit(SHORT, () -> hangUntil(late)));
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);

        assertThatExceptionOfType(NoAnswer.class)
                .isThrownBy(
                        () ->
                                database.commit(
                                        SHORT.multipliedBy(10),
                                        () -> {
                                            late.countDown();
                                            return hang();
                                        }));

        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    private void abandonTwo() {
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(NoAnswer.class)
                    .isThrownBy(() -> database.commit(SHORT, this::hang));
        }
        await().until(() -> underWay.get() == 2);
    }

    private String hang() {
        return hangUntil(answer);
    }

    private String hangUntil(CountDownLatch end) {
        underWay.incrementAndGet();
        try {
            end.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return "late";
    }
}
