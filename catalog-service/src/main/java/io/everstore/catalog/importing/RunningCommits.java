package io.everstore.catalog.importing;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/**
 * Commits that may outlast the request that asked for them. A million rows take longer than any
 * gateway waits, so the work goes on by itself and the client asks again.
 */
@Component
class RunningCommits implements AutoCloseable {

    private final Map<UUID, CompletableFuture<ImportJob>> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ApplyImport applyImport;
    private final ImportJobs jobs;
    private final CleanUpImports cleanUp;
    private final ImportSettings settings;

    RunningCommits(
            ApplyImport applyImport,
            ImportJobs jobs,
            CleanUpImports cleanUp,
            ImportSettings settings) {
        this.applyImport = applyImport;
        this.jobs = jobs;
        this.cleanUp = cleanUp;
        this.settings = settings;
    }

    /**
     * Starts the commit unless it is running, waits a little and answers how far it is: COMMITTED
     * with the result, or COMMITTING.
     *
     * @throws ImportProblem if the import cannot be committed
     */
    ImportJob commit(UUID id, int initialStock) throws InterruptedException {
        CompletableFuture<ImportJob> result =
                running.computeIfAbsent(id, _ -> start(id, initialStock));
        try {
            return result.get(settings.answerWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return jobs.find(id).orElseThrow(() -> ImportProblem.unknown(id)).committing();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    boolean isRunning(UUID id) {
        return running.containsKey(id);
    }

    private CompletableFuture<ImportJob> start(UUID id, int initialStock) {
        CompletableFuture<ImportJob> result = new CompletableFuture<>();
        threads.execute(
                () -> {
                    try {
                        result.complete(applyImport.apply(id, initialStock));
                    } catch (RuntimeException e) {
                        // Whoever waits gets it; if nobody does, the next request tries again.
                        result.completeExceptionally(e);
                    } finally {
                        running.remove(id, result);
                    }
                    cleanUp.removeRowsOfClosedImports();
                });
        return result;
    }

    /** Gives a running commit a moment; what takes longer rolls back and is asked for again. */
    @Override
    public void close() throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(settings.answerWithin().toMillis(), TimeUnit.MILLISECONDS)) {
            threads.shutdownNow();
        }
    }
}
