package io.everstore.local.importing;

import io.everstore.local.importing.CatalogImports.Ending;
import io.everstore.local.importing.CatalogImports.Ending.Committed;
import io.everstore.local.importing.ImportReport.State;
import io.everstore.local.importing.rows.BadRow;
import io.everstore.local.importing.rows.Row;
import io.everstore.local.importing.rows.RowCheck;
import io.everstore.local.importing.rows.RowCheck.Verdict;
import io.everstore.local.importing.rows.Rows;
import io.everstore.local.importing.rows.UnusableFile;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.importing.shop.SignInRefused;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run over one file: reads, checks, sends batches, commits. Holds one batch in memory, whatever
 * the size of the file. If anything breaks off (the file, the shop, the user) the import is
 * aborted, and as nothing is visible before the commit, nothing is half-loaded. To be run once.
 */
public final class Import {

    private static final Committed NOTHING = new Committed(0, 0, 0);

    private final ImportSettings settings;
    private final CatalogImports imports;
    private final BadRows bad;
    private final DistinctSkus skus = new DistinctSkus();
    private final long started = System.nanoTime();
    private volatile @Nullable Thread runner;
    private volatile boolean stopped;
    private volatile long rowsRead;
    private volatile long bytesRead;
    private volatile String phase = "reading";
    private @Nullable String id;
    private Batch batch = new Batch(1);
    private long rowsSent;

    /**
     * A run that has not begun.
     *
     * @param bad collects the bad rows; closed by its owner
     * @param backoff between repetitions of a call
     */
    public Import(ImportSettings settings, ShopClient shop, Backoff backoff, BadRows bad) {
        this.settings = settings;
        this.imports = new CatalogImports(shop, backoff);
        this.bad = bad;
    }

    /** Reads and loads the file. Failures are part of the report. */
    public ImportReport run() {
        runner = Thread.currentThread();
        try (var rows = Rows.open(settings.file(), settings.mapping())) {
            readAll(rows);
            if (settings.dryRun()) {
                return report(State.DRY_RUN, NOTHING, null);
            }
            return commit();
        } catch (UnusableFile | ImportBroken | SignInRefused failure) {
            return giveUp(String.valueOf(failure.getMessage()));
        } catch (NoSuchFileException missing) {
            return giveUp("There is no file %s.".formatted(missing.getFile()));
        } catch (IOException failure) {
            return giveUp("Cannot read %s: %s.".formatted(settings.file(), failure));
        } finally {
            runner = null;
        }
    }

    /** Makes {@link #run} give up as soon as it can and abort the import. For another thread. */
    public void stop() {
        stopped = true;
        var thread = runner;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** For people: how far it has come. */
    public String progress() {
        var seconds = (System.nanoTime() - started) / 1e9;
        return "%s: %,d rows, %,.0f rows/s, %.1f of %.1f MB, %.0f s"
                .formatted(
                        phase,
                        rowsRead,
                        rowsRead / Math.max(seconds, 0.001),
                        bytesRead / 1e6,
                        settings.file().toFile().length() / 1e6,
                        seconds);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread, read by the progress line
    private void readAll(Rows rows) {
        for (var read = rows.next(); read != null; read = rows.next()) {
            if (stopped) {
                throw ImportBroken.byUser();
            }
            rowsRead++;
            bytesRead = rows.bytesRead();
            switch (read) {
                case Rows.Unreadable(var badRow) -> bad.add(badRow);
                case Row row -> take(row);
            }
        }
        sendBatch();
    }

    private void take(Row row) {
        switch (RowCheck.check(row)) {
            case Verdict.Bad(BadRow badRow) -> bad.add(badRow);
            case Verdict.Good(var product) -> {
                if (!batch.add(row, product)) {
                    sendBatch();
                    batch.add(row, product);
                }
                if (settings.dryRun()) {
                    skus.add(product.sku());
                }
            }
        }
    }

    private void sendBatch() {
        if (batch.size() > 0 && !settings.dryRun()) {
            var open = id == null ? imports.open(settings.patience()) : id;
            id = open;
            var rejected = imports.put(open, batch, settings.patience());
            rejected.forEach(this::rejected);
            rowsSent += batch.size() - rejected.size();
        }
        batch = new Batch(batch.number() + 1);
    }

    private void rejected(CatalogImports.Rejected row) {
        var own = batch.rowAt(row.line());
        bad.add(
                own == null
                        ? new BadRow(row.line(), 0, "", row.field(), "", row.reason())
                        : own.badField(row.field().toLowerCase(Locale.ROOT), row.reason()));
    }

    private ImportReport commit() {
        var open = id;
        if (open == null || rowsSent == 0) {
            return open == null ? report(State.NOTHING_TO_LOAD, NOTHING, null) : nothingTaken(open);
        }
        phase = "committing";
        return report(
                State.COMMITTED,
                imports.commit(open, settings.initialStock(), settings.commitPatience()),
                null);
    }

    private ImportReport nothingTaken(String open) {
        imports.abort(open);
        return report(State.NOTHING_TO_LOAD, NOTHING, null);
    }

    private ImportReport giveUp(String why) {
        var open = id;
        boolean _ = Thread.interrupted();
        var reason = stopped ? "Interrupted." : why;
        return switch (open == null ? new Ending.Aborted() : abort(open)) {
            case Ending.Aborted _ -> report(State.ABORTED, NOTHING, reason);
            case Committed done -> report(State.COMMITTED, done, reason);
            case Ending.Unknown _ -> report(State.UNKNOWN, NOTHING, reason);
        };
    }

    private Ending abort(String open) {
        try {
            return imports.abort(open);
        } catch (SignInRefused | ImportBroken _) {
            return new Ending.Unknown();
        }
    }

    private ImportReport report(State state, Committed done, @Nullable String failure) {
        return new ImportReport(
                settings.file().toString(),
                state,
                id,
                rowsRead,
                rowsRead - bad.count(),
                bad.count(),
                settings.dryRun()
                        ? skus.count()
                        : done.created() + done.updated() + done.unchanged(),
                done.created(),
                done.updated(),
                done.unchanged(),
                (System.nanoTime() - started) / 1e9,
                bad.byReason(),
                bad.first(),
                failure);
    }
}
