package io.everstore.catalog.importing;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of PostgreSQL's COPY. */
final class CopyText {

    static final String STATEMENT =
            """
            copy import_row (import_id, batch, line, sku, name, description, category, price,
                             currency, stock, featured_rank) from stdin
            """;

    private CopyText() {}

    static String of(UUID importId, int batch, List<RowCheck.Accepted> rows) {
        StringBuilder text = new StringBuilder(rows.size() * 160);
        for (RowCheck.Accepted row : rows) {
            text.append(importId).append('\t').append(batch).append('\t').append(row.line());
            field(text, row.sku().value());
            field(text, row.name());
            field(text, row.description());
            field(text, row.category());
            field(text, row.price().toPlainString());
            field(text, row.currency());
            field(text, row.stock());
            field(text, row.featuredRank());
            text.append('\n');
        }
        return text.toString();
    }

    private static void field(StringBuilder text, @Nullable Object value) {
        text.append('\t');
        if (value == null) {
            text.append("\\N");
            return;
        }
        String field = value.toString();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
