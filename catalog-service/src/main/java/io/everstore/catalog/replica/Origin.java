package io.everstore.catalog.replica;

import com.zaxxer.hikari.HikariDataSource;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Where pages are read from that no cache has. Never for a reading that decides a write: what comes
 * from here may be seconds old.
 */
@Component
public final class Origin implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final GuardedDatabase primary;

    Origin(HikariDataSource pool, OriginSettings settings) {
        CircuitBreaker breaker =
                CircuitBreaker.of(
                        "primary",
                        CircuitBreakerConfig.custom()
                                .slidingWindow(
                                        settings.calls(),
                                        settings.calls() / 2,
                                        SlidingWindowType.COUNT_BASED)
                                .failureRateThreshold(50)
                                .waitDurationInOpenState(settings.retryAfter())
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .build());
        int concurrent = Math.max(1, pool.getMaximumPoolSize() - settings.reserved());
        this.primary = new GuardedDatabase(breaker, concurrent, settings.deadline(), threads);
    }

    /**
     * Reads, on another thread and outside of any transaction of the caller.
     *
     * @throws org.springframework.dao.DataAccessException if no database answered in time, or with
     *     what the primary said if it is at fault itself
     * @throws org.springframework.transaction.TransactionException likewise
     * @throws RuntimeException what else the query throws
     */
    public <T> Reading<T> read(Supplier<T> query) {
        return new Reading<>(primary.read(query), Source.PRIMARY);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
