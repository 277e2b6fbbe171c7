package io.everstore.catalog.replica;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.TransactionException;

/**
 * A database behind a bulkhead, a deadline and a circuit breaker.
 *
 * <p>In this order: a reading that the breaker refuses takes no turn, and one that is given up at
 * its deadline keeps its turn until the database has really let go of it. So a frozen database
 * holds a bulkhead's worth of threads and connections, and never more. A reading that got no turn
 * says nothing about the database, only about the rush.
 */
final class GuardedDatabase {

    private final CircuitBreaker breaker;
    private final Semaphore turns;
    private final Duration deadline;
    private final ExecutorService threads;

    GuardedDatabase(
            CircuitBreaker breaker, int concurrent, Duration deadline, ExecutorService threads) {
        this.breaker = breaker;
        this.turns = new Semaphore(concurrent);
        this.deadline = deadline;
        this.threads = threads;
    }

    /**
     * Reads.
     *
     * @throws DataAccessException if the database did not answer in time or was not asked
     * @throws TransactionException if it failed at the borders of a transaction
     * @throws RuntimeException what else the query throws: an answer, not a failure
     */
    <T> T read(Supplier<T> query) {
        if (!breaker.tryAcquirePermission()) {
            throw new DataAccessResourceFailureException(
                    "The " + breaker.getName() + " is left alone for the moment");
        }
        long start = System.nanoTime();
        try {
            T found = withinDeadline(query);
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            return found;
        } catch (NoTurn e) {
            breaker.releasePermission();
            throw e;
        } catch (DataAccessException | TransactionException e) {
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
            throw e;
        } catch (RuntimeException e) {
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            throw e;
        }
    }

    private <T> T withinDeadline(Supplier<T> query) {
        long end = System.nanoTime() + deadline.toNanos();
        try {
            if (!turns.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new NoTurn(breaker.getName(), deadline);
            }
            Callable<T> reading =
                    () -> {
                        try {
                            return query.get();
                        } finally {
                            turns.release();
                        }
                    };
            Future<T> answer = threads.submit(reading);
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw late("did not answer", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late("was not waited for", e);
        }
    }

    private QueryTimeoutException late(String what, Exception cause) {
        return new QueryTimeoutException(
                "The %s %s within %s".formatted(breaker.getName(), what, deadline), cause);
    }

    private static final class NoTurn extends QueryTimeoutException {

        private static final long serialVersionUID = 1;

        NoTurn(String database, Duration deadline) {
            super("There was no turn at the %s within %s".formatted(database, deadline));
        }
    }
}
