package io.everstore.local.importing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What to import and how.
 *
 * @param file CSV or JSON Lines, gzipped or not
 * @param mapping catalogue field to column of the file, for columns that are not recognised
 * @param initialStock pieces a new product starts with if the file does not say; 0 to 1,000,000
 * @param dryRun only check, change nothing
 * @param maxErrorsShown how many bad rows the report lists; all are counted
 * @param patience how long a call that gets no certain answer is repeated; too short and a
 *     fail-over of the database breaks the import off, too long and a shop that is gone holds the
 *     user up
 * @param commitPatience the same for the commit, which takes minutes for a million rows
 */
public record ImportSettings(
        Path file,
        Map<String, String> mapping,
        int initialStock,
        boolean dryRun,
        int maxErrorsShown,
        Duration patience,
        Duration commitPatience) {

    /** The defaults of the command line: stock 500, 20 errors shown, 60 s, 10 min. */
    public static ImportSettings of(Path file) {
        return new ImportSettings(
                file, Map.of(), 500, false, 20, Duration.ofSeconds(60), Duration.ofMinutes(10));
    }
}
