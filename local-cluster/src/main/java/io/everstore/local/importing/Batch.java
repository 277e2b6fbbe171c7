package io.everstore.local.importing;

import io.everstore.local.importing.rows.Product;
import io.everstore.local.importing.rows.Row;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows on their way to the shop: at most 5000 and at most 1 MiB, half of what the shop takes. */
final class Batch {

    static final int MOST_ROWS = 5000;
    static final int MOST_BYTES = 1 << 20;

    private final int number;
    private final Map<Long, Row> rows = new LinkedHashMap<>();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(1 << 16);

    /**
     * An empty batch.
     *
     * @param number its place in the import, from 1
     */
    Batch(int number) {
        this.number = number;
    }

    /** Adds the row unless the batch would grow too large; a first row always fits. */
    boolean add(Row row, Product product) {
        var json = (product.toJson() + "\n").getBytes(StandardCharsets.UTF_8);
        if (!rows.isEmpty()
                && (rows.size() == MOST_ROWS || lines.size() + json.length > MOST_BYTES)) {
            return false;
        }
        lines.writeBytes(json);
        rows.put(row.line(), row);
        return true;
    }

    int number() {
        return number;
    }

    int size() {
        return rows.size();
    }

    /** The row that starts at this line, if it is one of this batch. */
    @Nullable Row rowAt(long line) {
        return rows.get(line);
    }

    String toNdjson() {
        return lines.toString(StandardCharsets.UTF_8);
    }
}
