package io.everstore.local.importing;

import io.everstore.local.importing.CatalogImports.Rejected;
import io.everstore.local.importing.rows.BadRow;
import io.everstore.local.importing.rows.Product;
import io.everstore.local.importing.rows.Row;
import io.everstore.local.importing.shop.SignInRefused;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Good rows on their way into one import, which is opened with the first batch. Rows that the shop
 * does not take are bad rows like any other.
 */
final class Upload {

    private final CatalogImports imports;
    private final BadRows bad;
    private final Duration patience;
    private @Nullable String id;
    private Batch batch = new Batch(1);
    private long taken;

    Upload(CatalogImports imports, BadRows bad, Duration patience) {
        this.imports = imports;
        this.bad = bad;
        this.patience = patience;
    }

    /** The shop's name for the import; null before the first batch. */
    @Nullable String id() {
        return id;
    }

    /** Adds a row, and sends the batch before it if that is full. */
    void add(Row row, Product product) {
        if (!batch.add(row, product)) {
            send();
            batch.add(row, product);
        }
    }

    /**
     * Sends the rest and commits.
     *
     * @return null if the shop took no row, so that there was nothing to commit
     */
    Ending.@Nullable Committed finish(int initialStock, Duration commitPatience) {
        send();
        var open = id;
        if (open == null) {
            return null;
        }
        if (taken == 0) {
            imports.abort(open);
            return null;
        }
        return imports.commit(open, initialStock, commitPatience);
    }

    /** Gives up what is not committed yet. */
    Ending abort() {
        var open = id;
        try {
            return open == null ? new Ending.Aborted() : imports.abort(open);
        } catch (SignInRefused | ImportBroken _) {
            return new Ending.Unknown();
        }
    }

    private void send() {
        if (batch.size() > 0) {
            var open = id == null ? imports.open(patience) : id;
            id = open;
            var rejected = imports.put(open, batch, patience);
            rejected.forEach(this::reject);
            taken += batch.size() - rejected.size();
            batch = new Batch(batch.number() + 1);
        }
    }

    private void reject(Rejected row) {
        var own = batch.rowAt(row.line());
        bad.add(
                own == null
                        ? new BadRow(row.line(), 0, "", row.field(), "", row.reason())
                        : own.badField(row.field().toLowerCase(Locale.ROOT), row.reason()));
    }
}
