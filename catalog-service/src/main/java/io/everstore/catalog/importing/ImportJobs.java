package io.everstore.catalog.importing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All imports. */
@Repository
class ImportJobs {

    private static final String SELECT =
            """
            select j.*,
                   (select coalesce(sum(received), 0) from import_batch where import_id = j.id) as received,
                   (select coalesce(sum(rejected), 0) from import_batch where import_id = j.id) as rejected
            from import_job j where j.id = :id
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    ImportJobs(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void open(UUID id) {
        jdbc.sql("insert into import_job (id, state, opened_at) values (:id, 'OPEN', :now)")
                .param("id", id)
                .param("now", now())
                .update();
    }

    Optional<ImportJob> find(UUID id) {
        return jdbc.sql(SELECT).param("id", id).query(ImportJobs::job).optional();
    }

    /**
     * Holds an import until the end of the transaction, together with others that only add to it.
     *
     * @throws ImportProblem if it is unknown, no longer open or about to be committed
     */
    void holdToAdd(UUID id) {
        hold(id, "for share of j nowait");
    }

    /**
     * Holds an import until the end of the transaction, alone.
     *
     * @throws ImportProblem if it is unknown or another request works on it
     */
    ImportJob holdAlone(UUID id) {
        return lock(id, "for update of j nowait");
    }

    void finish(UUID id, ImportJob.State state) {
        jdbc.sql("update import_job set state = :state, finished_at = :now where id = :id")
                .param("state", state.name())
                .param("now", now())
                .param("id", id)
                .update();
    }

    void noteBatch(UUID id, int number, int received, int rejected) {
        jdbc.sql(
                        """
                        insert into import_batch (import_id, number, received, rejected)
                        values (:id, :number, :received, :rejected)
                        on conflict (import_id, number) do update
                            set received = excluded.received, rejected = excluded.rejected
                        """)
                .param("id", id)
                .param("number", number)
                .param("received", received)
                .param("rejected", rejected)
                .update();
    }

    private void hold(UUID id, String lock) {
        ImportJob job = lock(id, lock);
        if (job.state() != ImportJob.State.OPEN) {
            throw ImportProblem.closed(id, job.state());
        }
    }

    private ImportJob lock(UUID id, String lock) {
        try {
            return jdbc.sql(SELECT + lock)
                    .param("id", id)
                    .query(ImportJobs::job)
                    .optional()
                    .orElseThrow(() -> ImportProblem.unknown(id));
        } catch (CannotAcquireLockException _) {
            throw ImportProblem.busy(id);
        }
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static ImportJob job(ResultSet row, int number) throws SQLException {
        return new ImportJob(
                row.getObject("id", UUID.class),
                ImportJob.State.valueOf(row.getString("state")),
                row.getLong("received"),
                row.getLong("rejected"),
                row.getObject("row_count", Long.class),
                row.getObject("created", Long.class),
                row.getObject("updated", Long.class),
                row.getObject("unchanged", Long.class));
    }
}
