package io.everstore.local.importing;

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
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * One run over one file: reads, checks, sends batches, commits. Holds one batch in memory, whatever
 * the size of the file. If anything breaks off (the file, the shop, the user) the import is
 * aborted, and as nothing is visible before the commit, nothing is half-loaded. To be run once.
 */
public final class Import {

    private static final Ending.Committed NOTHING = new Ending.Committed(0, 0, 0);

    private final ImportSettings settings;
    private final Upload upload;
    private final BadRows bad;
    private final DistinctSkus skus = new DistinctSkus();
    private final long started = System.nanoTime();
    private volatile @Nullable Thread runner;
    private volatile boolean stopped;
    private volatile long rowsRead;
    private volatile long bytesRead;
    private volatile String phase = "reading";

    /** A run that has not begun; {@code bad} and {@code shop} are closed by their owner. */
    public Import(ImportSettings settings, ShopClient shop, Backoff backoff, BadRows bad) {
        this.settings = settings;
        this.bad = bad;
        this.upload = new Upload(new CatalogImports(shop, backoff), bad, settings.patience());
    }

    /** Reads and loads the file. Failures are part of the report. */
    public ImportReport run() {
        runner = Thread.currentThread();
        try (var rows = Rows.open(settings.file(), settings.mapping())) {
            readAll(rows);
            if (settings.dryRun()) {
                return report(State.DRY_RUN, NOTHING, null);
            }
            phase = "committing";
            var done = upload.finish(settings.initialStock(), settings.commitPatience());
            return done == null
                    ? report(State.NOTHING_TO_LOAD, NOTHING, null)
                    : report(State.COMMITTED, done, null);
        } catch (UnusableFile | ImportBroken | SignInRefused failure) {
            return giveUp(String.valueOf(failure.getMessage()));
        } catch (NoSuchFileException missing) {
            return giveUp("There is no file %s.".formatted(missing.getFile()));
        } catch (UncheckedIOException failure) {
            return giveUp("Cannot write the file of bad rows: %s.".formatted(failure.getCause()));
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
    }

    private void take(Row row) {
        switch (RowCheck.check(row)) {
            case Verdict.Bad(BadRow badRow) -> bad.add(badRow);
            case Verdict.Good(var product) -> {
                if (settings.dryRun()) {
                    skus.add(product.sku());
                } else {
                    upload.add(row, product);
                }
            }
        }
    }

    private ImportReport giveUp(String why) {
        boolean _ = Thread.interrupted();
        var reason = stopped ? "Interrupted." : why;
        return switch (upload.abort()) {
            case Ending.Aborted _ -> report(State.ABORTED, NOTHING, reason);
            case Ending.Committed done -> report(State.COMMITTED, done, reason);
            case Ending.Unknown _ -> report(State.UNKNOWN, NOTHING, reason);
        };
    }

    private ImportReport report(State state, Ending.Committed done, @Nullable String failure) {
        return new ImportReport(
                settings.file().toString(),
                state,
                upload.id(),
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
