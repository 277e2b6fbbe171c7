package io.everstore.catalog.replica;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Where pages are read from that no cache has: the primary and, if it does not answer, a standby.
 * Never for a reading that decides a write, for what comes from here may be seconds old.
 */
@Component
public final class Origin implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Origin.class);

    /** Whether a look is due is for the breakers to say. */
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("database-looks").daemon().factory());
    private final GuardedDatabase primary;
    private final GuardedDatabase standby;

    Origin(
            @Qualifier("primaryPool") HikariDataSource pool,
            @Qualifier("standbyPool") HikariDataSource standbyPool,
            OriginSettings settings,
            StandbySettings standbys,
            MeterRegistry registry) {
        int concurrent = Math.max(1, pool.getMaximumPoolSize() - settings.reserved());
        this.primary =
                new GuardedDatabase(
                        breaker("primary", settings.calls(), settings.retryAfter(), registry),
                        concurrent,
                        settings.deadline(),
                        threads);
        this.standby =
                new GuardedDatabase(
                        breaker("standby", settings.calls(), standbys.retryAfter(), registry),
                        standbys.connections(),
                        standbys.deadline(),
                        threads);
        lookAt(primary, pool);
        lookAt(standby, standbyPool);
    }

    private void lookAt(GuardedDatabase database, DataSource pool) {
        JdbcClient client = JdbcClient.create(pool);
        var _ =
                looking.scheduleWithFixedDelay(
                        () -> database.look(() -> client.sql("select 1").query().singleValue()),
                        LOOK_INTERVAL.toMillis(),
                        LOOK_INTERVAL.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /**
     * Reads, on another thread and outside of any transaction of the caller.
     *
     * @throws DataAccessException what the primary said, if no database answered in time
     * @throws TransactionException likewise
     * @throws RuntimeException what else the query throws
     */
    public <T> Reading<T> read(Supplier<T> query) {
        try {
            return new Reading<>(primary.read(query), Source.PRIMARY);
        } catch (DataAccessException | TransactionException lost) {
            try {
                T found = standby.read(() -> StandbyRouting.onStandby(query));
                return new Reading<>(found, Source.STANDBY);
            } catch (DataAccessException | TransactionException lostAsWell) {
                lost.addSuppressed(lostAsWell);
                throw lost;
            }
        }
    }

    private static CircuitBreaker breaker(
            String name, int calls, Duration retryAfter, MeterRegistry registry) {
        CircuitBreaker breaker =
                CircuitBreaker.of(
                        name,
                        CircuitBreakerConfig.custom()
                                .slidingWindow(calls, calls / 2, SlidingWindowType.COUNT_BASED)
                                .failureRateThreshold(50)
                                .waitDurationInOpenState(retryAfter)
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .build());
        breaker.getEventPublisher()
                .onStateTransition(
                        event ->
                                log.info(
                                        "Reading from the {}: {}",
                                        name,
                                        event.getStateTransition()));
        new TaggedCircuitBreakerMetricsPublisher(registry).publishMetrics(breaker);
        return breaker;
    }

    @Override
    public void close() {
        looking.shutdownNow();
        threads.shutdown();
    }
}
