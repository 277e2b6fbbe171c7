package io.everstore.local.importing;

import io.everstore.local.importing.rows.BadRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an import. As JSON ({@code --json}) it is one object with these components, each
 * under its own name:
 *
 * <pre>{@code
 * {"file":"month.csv.gz","state":"COMMITTED","importId":"7","rowsRead":42481,"rowsGood":42208,
 *  "rowsBad":273,"distinctSkus":2741,"created":2741,"updated":0,"unchanged":0,"seconds":3.4,
 *  "badByReason":[{"field":"price","reason":"is below 0.01","rows":148}],
 *  "errors":[{"line":624,"column":3,"columnName":"Description","field":"name","value":"",
 *             "reason":"is empty"}],
 *  "failure":null}
 * }</pre>
 *
 * @param state how it ended
 * @param importId the shop's name for it; null if none was opened
 * @param rowsRead rows in the file, the header not counted; {@code rowsGood + rowsBad}
 * @param rowsGood rows that are loaded, or would be
 * @param rowsBad rows that are not, whether found here or by the shop
 * @param distinctSkus products among the good rows, the last row of a SKU wins; 0 if it was broken
 *     off; a dry run counts to 3 million
 * @param created products that are new; this and the next two are 0 unless committed
 * @param seconds from start to end
 * @param badByReason the most frequent first
 * @param errors the first bad rows
 * @param failure why it was broken off, for people; null if it was not
 */
public record ImportReport(
        String file,
        State state,
        @Nullable String importId,
        long rowsRead,
        long rowsGood,
        long rowsBad,
        long distinctSkus,
        long created,
        long updated,
        long unchanged,
        double seconds,
        List<BadRows.Reason> badByReason,
        List<BadRow> errors,
        @Nullable String failure) {

    /** How an import ended. */
    public enum State {
        /** The good rows are in the shop. */
        COMMITTED,
        /** Checked only. */
        DRY_RUN,
        /** There was no good row, so there was nothing to do. */
        NOTHING_TO_LOAD,
        /** Broken off; nothing is loaded. */
        ABORTED,
        /** Broken off while the shop could not be asked whether the commit had happened. */
        UNKNOWN
    }

    /** Exit code of the command: 0 all good, 1 not done, 3 done except for bad rows. */
    public int exitCode() {
        return switch (state) {
            case ABORTED, UNKNOWN -> 1;
            case COMMITTED, DRY_RUN, NOTHING_TO_LOAD -> failure != null ? 1 : rowsBad > 0 ? 3 : 0;
        };
    }
}
