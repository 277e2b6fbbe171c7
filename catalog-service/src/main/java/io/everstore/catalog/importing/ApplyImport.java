package io.everstore.catalog.importing;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Brings a staged import into the catalogue: products, stock and the events about them, in one
 * transaction. Everything happens inside PostgreSQL, so a million rows need no memory here.
 */
@Component
class ApplyImport {

    private final ImportJobs jobs;
    private final JdbcTemplate jdbc;
    private final JdbcClient statements;
    private final ApplicationEventPublisher events;
    private final ImportSettings settings;
    private final Clock clock;

    ApplyImport(
            ImportJobs jobs,
            JdbcTemplate jdbc,
            JdbcClient statements,
            ApplicationEventPublisher events,
            ImportSettings settings,
            Clock clock) {
        this.jobs = jobs;
        this.jdbc = jdbc;
        this.statements = statements;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Applies an import, or answers the result if that was done before.
     *
     * @param initialStock pieces of a new product whose rows do not say how many there are
     * @throws ImportProblem if it is unknown, aborted, or another request works on it
     */
    @Transactional
    public ImportJob apply(UUID id, int initialStock) {
        allowTime();
        ImportJob job = jobs.holdAlone(id);
        if (job.state() == ImportJob.State.COMMITTED) {
            return job;
        }
        if (job.state() != ImportJob.State.OPEN) {
            throw ImportProblem.closed(id, job.state());
        }
        waitForOtherImports(id);
        jdbc.execute(ImportSql.ALLOW_MEMORY);
        run(ImportSql.CHOOSE_ROWS, id, initialStock);
        jdbc.execute("analyze chosen");
        run(ImportSql.WRITE_PRODUCTS, id, initialStock);
        run(ImportSql.STOCK_NEW_PRODUCTS, id, initialStock);
        statements.sql(ImportSql.LOCK_COUNTED_STOCK).query(Long.class).single();
        run(ImportSql.CORRECT_STOCK, id, initialStock);
        run(ImportSql.PUBLISH_PRODUCTS, id, initialStock);
        run(ImportSql.NOTE_RESULT, id, initialStock);
        events.publishEvent(new CatalogueImported());
        return jobs.find(id).orElseThrow(() -> ImportProblem.unknown(id));
    }

    /**
     * The connection's usual 5 s are for requests of customers. Set on the connection, because the
     * answer to COMMIT may take long, too; the pool takes it back when the connection returns.
     */
    private void allowTime() {
        int millis = Math.toIntExact(settings.applyTimeout().toMillis());
        jdbc.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            connection.setNetworkTimeout(Runnable::run, millis);
                            return true;
                        });
    }

    /** One at a time: two imports that lock a million rows each would find a way to deadlock. */
    private void waitForOtherImports(UUID id) {
        boolean alone =
                statements
                        .sql("select pg_try_advisory_xact_lock(hashtext('catalog.import'))")
                        .query(Boolean.class)
                        .single();
        if (!alone) {
            throw ImportProblem.busy(id);
        }
    }

    private void run(String sql, UUID id, int initialStock) {
        statements
                .sql(sql)
                .param("id", id)
                .param("initial", initialStock)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }
}
