package io.everstore.order.outage;

import io.everstore.order.commit.CommitGuard;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Looks whether a database that is away is back, so that no customer has to. It commits a record of
 * the log that means nothing: that shows a primary, and a standby that it still reaches, which a
 * query would not.
 *
 * <p>Where all standbys are lost, the server goes on with a commit that was given up here, and
 * keeps the session for it. So nothing is committed while the last look still waits: one a look,
 * and they would take all connections that the server has within a minute.
 */
@Component
class DatabaseProbe implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(DatabaseProbe.class);

    /** Transactional, so that the commit has something to replicate and waits for a standby. */
    private static final String WRITE =
            "select pg_backend_pid() from pg_logical_emit_message(true, 'everstore', 'probe')";

    private static final String STILL_WAITS =
            "select count(*) from pg_stat_activity where pid = ? and wait_event = 'SyncRep'";

    private final CircuitBreaker breaker;
    private final TransactionOperations transaction;
    private final CommitGuard commit;
    private final JdbcClient jdbc;
    private final OutageSettings settings;
    private volatile @Nullable ScheduledExecutorService looking;

    /** The server's process that has the commit of the last look; zero if that was answered. */
    private int committing;

    DatabaseProbe(
            CircuitBreaker databaseBreaker,
            TransactionOperations transaction,
            CommitGuard commit,
            JdbcClient jdbc,
            OutageSettings settings) {
        this.breaker = databaseBreaker;
        this.transaction = transaction;
        this.commit = commit;
        this.jdbc = jdbc;
        this.settings = settings;
    }

    @Override
    public void start() {
        var executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("database-probe").daemon().factory());
        long pause = settings.probeInterval().toMillis();
        var _ = executor.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
        looking = executor;
    }

    private void look() {
        if (breaker.getState() == CircuitBreaker.State.CLOSED) {
            return;
        }
        try {
            breaker.executeRunnable(this::write);
        } catch (CallNotPermittedException _) {
            log.trace("opened just now");
        } catch (RuntimeException e) {
            log.debug("The database is still away: {}", e.getMessage());
        }
    }

    private void write() {
        transaction.executeWithoutResult(
                _ -> {
                    commit.watch(settings.probePatience());
                    if (committing != 0 && count(STILL_WAITS, committing) > 0) {
                        throw NoAnswer.expected();
                    }
                    committing = jdbc.sql(WRITE).query(Integer.class).single();
                });
        committing = 0;
    }

    private int count(String query, int process) {
        return jdbc.sql(query).param(process).query(Integer.class).single();
    }

    @Override
    public void stop() {
        var executor = looking;
        if (executor != null) {
            executor.shutdownNow();
            looking = null;
        }
    }

    @Override
    public boolean isRunning() {
        return looking != null;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.autoStart();
    }
}
