package io.everstore.local.importing.rows;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file with a header line (RFC 4180: comma, double quotes, any line end). A
 * field may have 256 Ki characters: a quote that never closes is noticed before it has swallowed
 * the whole file.
 */
public final class CsvRecords implements AutoCloseable {

    private static final int LONGEST_FIELD = 1 << 18;

    private final TextFile text;
    private final Iterator<CsvRecord> records;
    private final List<String> header;
    private long line;

    /**
     * Reads the header.
     *
     * @throws UnusableFile if there is none
     */
    public CsvRecords(TextFile text) {
        this.text = text;
        this.records =
                CsvReader.builder()
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .allowExtraCharsAfterClosingQuote(true)
                        .maxBufferSize(LONGEST_FIELD)
                        .ofCsvRecord(text.reader())
                        .iterator();
        var first = next();
        if (first == null) {
            throw UnusableFile.empty();
        }
        this.header = first.getFields().stream().map(String::strip).toList();
    }

    /** Names of the columns as in the file, trimmed. */
    public List<String> header() {
        return header;
    }

    /**
     * The next record, or null at the end; it may have more or fewer fields than the header.
     *
     * @throws UnusableFile if the file breaks off
     */
    public @Nullable CsvRecord next() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            var csv = records.next();
            line = csv.getStartingLineNumber();
            return csv;
        } catch (UncheckedIOException failure) {
            throw UnusableFile.brokenAfter(line, failure.getMessage(), failure);
        } catch (CsvParseException failure) {
            throw UnusableFile.brokenAfter(line, why(failure), failure);
        }
    }

    /** Bytes of the file, compressed or not, read so far. */
    public long bytesRead() {
        return text.bytesRead();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private static String why(CsvParseException failure) {
        return failure.getCause() instanceof IOException io
                ? String.valueOf(io.getMessage())
                : "a field is longer than %d characters, so a quote was probably not closed"
                        .formatted(LONGEST_FIELD);
    }
}
