package io.everstore.catalog.importing;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Puts the good rows of a batch aside, where customers do not see them. */
@Component
class StageBatch {

    private final ImportJobs jobs;
    private final JdbcTemplate jdbc;

    StageBatch(ImportJobs jobs, JdbcTemplate jdbc) {
        this.jobs = jobs;
        this.jdbc = jdbc;
    }

    /**
     * Stages a batch in place of what was sent under the same number before: a client that did not
     * hear the answer sends it again.
     *
     * @throws ImportProblem if the import takes no batches
     */
    @Transactional
    public void stage(UUID importId, int number, BatchReader.Batch batch) {
        jobs.holdToAdd(importId);
        // First, because its row lock makes two requests with the same number come one by one.
        jobs.noteBatch(importId, number, batch.received(), batch.rejected().size());
        jdbc.update("delete from import_row where import_id = ? and batch = ?", importId, number);
        copy(importId, number, batch.accepted());
    }

    private void copy(UUID importId, int number, List<RowCheck.Accepted> rows) {
        jdbc.execute(
                (ConnectionCallback<Long>)
                        connection -> {
                            try (var text = new StringReader(CopyText.of(importId, number, rows))) {
                                return connection
                                        .unwrap(PGConnection.class)
                                        .getCopyAPI()
                                        .copyIn(CopyText.STATEMENT, text);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
    }
}
