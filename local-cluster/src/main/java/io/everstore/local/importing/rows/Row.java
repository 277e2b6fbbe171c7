package io.everstore.local.importing.rows;

import java.util.List;

/**
 * One row as the file has it.
 *
 * @param line where it starts in the (uncompressed) file, from 1
 * @param header which of its columns is what
 * @param values as many as the header has columns
 */
public record Row(long line, Header header, List<String> values) implements Rows.Read {

    /** What the row has in this column, trimmed; empty if the file has no such column. */
    public String value(Column column) {
        var index = header.indexOf(column);
        return index < 0 ? "" : values.get(index).strip();
    }

    /** The row is bad because of this field. */
    public BadRow bad(Column column, String reason) {
        var index = header.indexOf(column);
        var raw = index < 0 ? "" : values.get(index);
        return new BadRow(line, index + 1, header.nameOf(column), column.canonical(), raw, reason);
    }

    /**
     * The row is bad because of this field, as the shop calls it.
     *
     * @param field {@code sku}, {@code name} and so on, or anything else for the whole row
     */
    public BadRow badField(String field, String reason) {
        return Column.named(field)
                .map(column -> bad(column, reason))
                .orElseGet(() -> BadRow.whole(line, String.join(",", values), reason));
    }
}
