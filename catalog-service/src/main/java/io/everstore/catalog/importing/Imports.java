package io.everstore.catalog.importing;

import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What a client can do with imports. */
@Component
class Imports {

    private final ImportJobs jobs;
    private final StageBatch stageBatch;
    private final RunningCommits commits;
    private final CleanUpImports cleanUp;
    private final TransactionTemplate transaction;
    private final Supplier<UUID> ids;

    Imports(
            ImportJobs jobs,
            StageBatch stageBatch,
            RunningCommits commits,
            CleanUpImports cleanUp,
            TransactionTemplate transaction) {
        this.jobs = jobs;
        this.stageBatch = stageBatch;
        this.commits = commits;
        this.cleanUp = cleanUp;
        this.transaction = transaction;
        this.ids = UUID::randomUUID;
    }

    ImportJob open() {
        cleanUp.abortAbandonedImports();
        UUID id = ids.get();
        jobs.open(id);
        Thread.startVirtualThread(cleanUp::removeRowsOfClosedImports);
        return find(id);
    }

    ImportJob find(UUID id) {
        ImportJob job = jobs.find(id).orElseThrow(() -> ImportProblem.unknown(id));
        return job.state() == ImportJob.State.OPEN && commits.isRunning(id)
                ? job.committing()
                : job;
    }

    void stage(UUID id, int number, BatchReader.Batch batch) {
        stageBatch.stage(id, number, batch);
    }

    ImportJob commit(UUID id, int initialStock) throws InterruptedException {
        return commits.commit(id, initialStock);
    }

    /** Gives an import up; again is fine, but not after it was committed. */
    void abort(UUID id) {
        transaction.executeWithoutResult(
                _ -> {
                    ImportJob.State state = jobs.holdAlone(id).state();
                    if (state == ImportJob.State.COMMITTED) {
                        throw ImportProblem.closed(id, state);
                    }
                    if (state == ImportJob.State.OPEN) {
                        jobs.finish(id, ImportJob.State.ABORTED);
                    }
                });
        Thread.startVirtualThread(cleanUp::removeRowsOfClosedImports);
    }
}
