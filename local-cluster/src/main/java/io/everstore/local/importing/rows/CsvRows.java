package io.everstore.local.importing.rows;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV file. */
final class CsvRows implements Rows {

    private final CsvRecords records;
    private final Header header;

    CsvRows(TextFile text, Map<String, String> mapping) {
        this.records = new CsvRecords(text);
        this.header = Header.of(records.header(), mapping);
        if (!header.missing().isEmpty()) {
            throw UnusableFile.withoutColumns(
                    header.missing(),
                    records.header(),
                    records.header().size() == 1
                            ? "Columns are separated by commas."
                            : "Name it with --map, for example --map %s=%s."
                                    .formatted(
                                            header.missing().getFirst(),
                                            records.header().getFirst()));
        }
    }

    @Override
    public @Nullable Read next() {
        var csv = records.next();
        if (csv == null) {
            return null;
        }
        var line = csv.getStartingLineNumber();
        if (csv.getFieldCount() != header.names().size()) {
            var reason =
                    csv.getFieldCount() < header.names().size()
                            ? "has fewer columns than the header"
                            : "has more columns than the header";
            return new Unreadable(BadRow.whole(line, String.join(",", csv.getFields()), reason));
        }
        return new Row(line, header, csv.getFields());
    }

    @Override
    public long bytesRead() {
        return records.bytesRead();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
