package io.everstore.catalog.importing;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An import as its client sees it.
 *
 * @param received rows staged or refused so far
 * @param rejected rows refused so far
 * @param rows distinct SKUs it brought; the other three add up to this; absent until committed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportJob(
        UUID id,
        State state,
        long received,
        long rejected,
        @Nullable Long rows,
        @Nullable Long created,
        @Nullable Long updated,
        @Nullable Long unchanged) {

    /**
     * Where an import stands. OPEN transitions to COMMITTED: when all its rows are in the
     * catalogue, in one transaction; to ABORTED: when its client gives up or never comes back. Both
     * are final.
     */
    enum State {
        /** Takes batches; customers see nothing of it. */
        OPEN,
        /** Being applied right now; never stored, so that a crash leaves it OPEN. */
        COMMITTING,
        /** All of it is in the catalogue. */
        COMMITTED,
        /** Nothing of it is, or ever will be, in the catalogue. */
        ABORTED
    }

    ImportJob committing() {
        return new ImportJob(
                id, State.COMMITTING, received, rejected, rows, created, updated, unchanged);
    }
}
