package io.everstore.local.importing.rows;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A product as the catalogue takes it; what is null keeps its value or gets the default there.
 *
 * @param line where its row starts in the file, from 1
 * @param sku upper case
 * @param price with two decimals, 0.01 to 1,000,000
 * @param stock pieces, 0 to 1,000,000
 * @param featuredRank place in the shop's window, from 1
 */
public record Product(
        long line,
        String sku,
        String name,
        @Nullable String description,
        @Nullable String category,
        BigDecimal price,
        @Nullable String currency,
        @Nullable Integer stock,
        @Nullable Integer featuredRank) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The row of a batch, without line end. */
    public String toJson() {
        var json = JSON.createObjectNode().put("line", line).put("sku", sku).put("name", name);
        if (description != null) {
            json.put("description", description);
        }
        if (category != null) {
            json.put("category", category);
        }
        json.put("price", price.toPlainString());
        if (currency != null) {
            json.put("currency", currency);
        }
        if (stock != null) {
            json.put("stock", stock);
        }
        if (featuredRank != null) {
            json.put("featuredRank", featuredRank);
        }
        return json.toString();
    }
}
