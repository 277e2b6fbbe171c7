package io.everstore.catalog.importing;

import io.everstore.catalog.product.Sku;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What became of a row. */
sealed interface RowCheck {

    /** A good row; what is null was not given. */
    record Accepted(
            long line,
            Sku sku,
            String name,
            @Nullable String description,
            @Nullable String category,
            BigDecimal price,
            @Nullable String currency,
            @Nullable Integer stock,
            @Nullable Integer featuredRank)
            implements RowCheck {}

    /** A bad row, and the first thing that is wrong with it. */
    record Rejected(long line, String field, String reason) implements RowCheck {}
}
