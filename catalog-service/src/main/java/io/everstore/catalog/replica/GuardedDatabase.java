package io.everstore.catalog.replica;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * A database behind a bulkhead, a deadline and a circuit breaker.
 *
 * <p>In this order: a reading that the breaker refuses takes no turn, and one that is given up at
 * its deadline keeps its turn until the database has really let go of it. So a frozen database
 * holds a bulkhead's worth of threads and connections, and never more. A reading that got no turn
 * says nothing about the database, only about the rush. A connection that breaks says so much that
 * the breaker opens at once: the next reading would wait for a new one until its deadline.
 */
final class GuardedDatabase {

    private static final Logger log = LoggerFactory.getLogger(GuardedDatabase.class);

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
        if (breaker.getState() != State.CLOSED) {
            throw leftAlone();
        }
        return ask(query);
    }

    /** Finds out whether a database that is left alone is back, so that no customer has to. */
    void look(Supplier<?> question) {
        if (breaker.getState() == State.CLOSED) {
            return;
        }
        try {
            ask(question);
        } catch (RuntimeException e) {
            log.trace("The {} is still away", breaker.getName(), e);
        }
    }

    private <T> T ask(Supplier<T> query) {
        if (!breaker.tryAcquirePermission()) {
            throw leftAlone();
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
            if (isBrokenConnection(e)) {
                leaveAlone();
            }
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

    /** Not that none could be had in time, which a rush may have done as well. */
    private static boolean isBrokenConnection(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof TransactionSystemException) {
                return true; // not even the transaction could be ended
            }
            if (t instanceof SQLException e && e.getSQLState() != null) {
                return !(e instanceof SQLTransientConnectionException)
                        && (e.getSQLState().startsWith("08") || e.getSQLState().startsWith("57P0"));
            }
        }
        return false;
    }

    private void leaveAlone() {
        if (breaker.getState() == State.CLOSED) {
            breaker.transitionToOpenState();
        }
    }

    private DataAccessResourceFailureException leftAlone() {
        return new DataAccessResourceFailureException(
                "The " + breaker.getName() + " is left alone for the moment");
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
