package io.everstore.local.importing;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.everstore.local.importing.rows.BadRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts bad rows by reason, keeps the first few, and writes all of them to a CSV file if asked.
 */
public final class BadRows implements AutoCloseable {

    /**
     * How many rows are bad for one reason.
     *
     * @param field name in the catalogue, or {@code row}
     */
    public record Reason(String field, String reason, long rows) {}

    private record Key(String field, String reason) {}

    private final int mostKept;
    private final @Nullable CsvWriter file;
    private final List<BadRow> first = new ArrayList<>();
    private final Map<Key, Long> counts =
            new TreeMap<>(Comparator.comparing(Key::field).thenComparing(Key::reason));
    private long count;

    private BadRows(int mostKept, @Nullable CsvWriter file) {
        this.mostKept = mostKept;
        this.file = file;
    }

    /**
     * Nothing bad so far.
     *
     * @param mostKept how many are kept for the report
     * @param file gets every bad row, replaced if it exists; null for none
     * @throws IOException if the file cannot be written
     */
    public static BadRows open(int mostKept, @Nullable Path file) throws IOException {
        if (file == null) {
            return new BadRows(mostKept, null);
        }
        var csv = CsvWriter.builder().build(file);
        csv.writeRecord("line", "column", "columnName", "field", "value", "reason");
        return new BadRows(mostKept, csv);
    }

    void add(BadRow row) {
        count++;
        counts.merge(new Key(row.field(), row.reason()), 1L, Long::sum);
        if (first.size() < mostKept) {
            first.add(row);
        }
        if (file != null) {
            file.writeRecord(
                    Long.toString(row.line()),
                    row.column() > 0 ? Integer.toString(row.column()) : "",
                    row.columnName(),
                    row.field(),
                    row.value(),
                    row.reason());
        }
    }

    long count() {
        return count;
    }

    List<BadRow> first() {
        return List.copyOf(first);
    }

    /** The most frequent reason first. */
    List<Reason> byReason() {
        return counts.entrySet().stream()
                .map(e -> new Reason(e.getKey().field(), e.getKey().reason(), e.getValue()))
                .sorted(Comparator.comparingLong(Reason::rows).reversed())
                .toList();
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
