package io.everstore.order.outage;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * The database as a request meets it: it answers in time, or it does not, or it is known to be
 * away.
 *
 * <pre>
 * CLOSED    it answers; transitions to: OPEN  after {@link OutageSettings#failures} commits in a row
 *                                             got no answer
 * OPEN      it is away; transitions to: HALF_OPEN  with the next look of {@link DatabaseProbe}
 * HALF_OPEN it is away; transitions to: CLOSED     after a commit went through
 *                                       OPEN       after none did
 * </pre>
 *
 * <p>Only so many commits are under way at once, those included whose callers went away: on a busy
 * machine they would take the database from the others, until nobody is answered in time.
 *
 * <p>No request is ever the one that finds out: while the breaker is not closed, {@link #isAway} is
 * true for all of them, and only the probe asks. What counts as none is {@link Trouble#LINK}. A
 * refused order, or a wait for a lock, is an answer or no news, and never an outage. Nor is a
 * commit that others overtook: if the database did one since this was asked for, the pool was busy,
 * or one connection broken.
 */
@Component
public class Database {

    /** Commits for each connection: one in it, one that waits for it. */
    private static final int TURNS = 2;

    /** Of eight connections; the probe needs one. */
    private static final int GLANCES = 2;

    private final CircuitBreaker breaker;
    private final HikariDataSource pool;
    private final LongSupplier nanoTime;
    private final Semaphore turns;
    private final Semaphore glances = new Semaphore(GLANCES);
    private volatile long lastCommit;

    Database(CircuitBreaker databaseBreaker, HikariDataSource pool, LongSupplier nanoTime) {
        this.breaker = databaseBreaker;
        this.pool = pool;
        this.nanoTime = nanoTime;
        this.turns = new Semaphore(TURNS * pool.getMaximumPoolSize(), true);
        this.lastCommit = nanoTime.getAsLong();
    }

    /** Whether a question would be in vain. */
    public boolean isAway() {
        return breaker.getState() != State.CLOSED;
    }

    /**
     * Has it commit something, on a thread of its own, so that the caller's wait ends in time
     * wherever the question is stuck: in the pool, while connecting, or in a socket. The question
     * itself is not interrupted and may still have its effect.
     *
     * @throws NoAnswer after {@code patience}
     * @throws NoTurn after half of it, when too many of them are under way all the time: a rush
     *     waits, an overload does not
     */
    public <T> T commit(Duration patience, Supplier<T> question) {
        long asked = nanoTime.getAsLong();
        awaitTurn(patience.dividedBy(2));
        long start = nanoTime.getAsLong();
        try {
            T answer = read(patience.minusNanos(start - asked), () -> inTurn(question));
            breaker.onSuccess(nanoTime.getAsLong() - start, TimeUnit.NANOSECONDS);
            return answer;
        } catch (RuntimeException thrown) {
            if (lastCommit - start <= 0) {
                breaker.onError(nanoTime.getAsLong() - start, TimeUnit.NANOSECONDS, thrown);
            }
            if (Trouble.isDeadConnection(thrown)) {
                abandonConnections();
            }
            throw thrown;
        }
    }

    private void awaitTurn(Duration patience) {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new NoTurn();
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw NoAnswer.interrupted(stopping);
        }
    }

    private <T> T inTurn(Supplier<T> question) {
        try {
            T answer = question.get();
            // Though its caller may be gone: a database that is slow is not away.
            lastCommit = nanoTime.getAsLong();
            return answer;
        } finally {
            turns.release();
        }
    }

    /**
     * Those that were used a moment ago are handed out unchecked, so the next attempts would meet
     * one dead connection after the other.
     */
    private void abandonConnections() {
        HikariPoolMXBean open = pool.getHikariPoolMXBean();
        if (open != null) {
            open.softEvictConnections();
        }
    }

    /**
     * As {@link #commit} for what only reads. It says nothing about the state: a primary without a
     * standby answers, and cannot commit.
     *
     * @throws NoAnswer after {@code patience}
     */
    public <T> T read(Duration patience, Supplier<T> question) {
        Supplier<T> traced = Context.current().wrapSupplier(question);
        FutureTask<T> asked = new FutureTask<>(traced::get);
        Thread.ofVirtual().name("database-question").start(asked);
        try {
            return asked.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unchecked(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException _) {
            throw NoAnswer.within(patience);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw NoAnswer.interrupted(stopping);
        }
    }

    /**
     * As {@link #read}, of a database that {@link #isAway}. For few at a time: where connections
     * swallow what is sent, each keeps one until its socket gives up.
     *
     * @throws NoAnswer after {@code patience}
     * @throws NoTurn when others are trying
     */
    public <T> T glance(Duration patience, Supplier<T> question) {
        if (!glances.tryAcquire()) {
            throw new NoTurn();
        }
        return read(
                patience,
                () -> {
                    try {
                        return question.get();
                    } finally {
                        glances.release();
                    }
                });
    }

    private static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
    }
}
