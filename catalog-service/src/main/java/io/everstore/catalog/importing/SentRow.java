package io.everstore.catalog.importing;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A row as it was sent: everything is text, so that a value of the wrong kind is a bad row with a
 * reason instead of the end of the import.
 *
 * @param line where the row stands in the client's file
 */
record SentRow(
        @JsonProperty(required = true) long line,
        @Nullable String sku,
        @Nullable String name,
        @Nullable String description,
        @Nullable String category,
        @Nullable String price,
        @Nullable String currency,
        @Nullable String stock,
        @Nullable String featuredRank) {}
