package io.everstore.catalog.stock;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Compares the stock of every product with what is known to have happened to it, some products at a
 * time: a statement about a million of them would take longer than any request may.
 */
@Component
class StockDrift {

    /** Products of one comparison: two looks into an index for each, about a tenth of a second. */
    static final int STEP = 20_000;

    private final JdbcClient jdbc;

    StockDrift(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Compares the next products in order of SKU, each as it was at one moment.
     *
     * @param after the last SKU that was compared before; empty for the first ones
     */
    Comparison after(String after) {
        Part part =
                jdbc.sql(
                                """
                                select count(*) as products, max(sku) as last from (
                                    select sku from stock where sku > :after
                                    order by sku limit :step) next
                                """)
                        .param("after", after)
                        .param("step", STEP)
                        .query(Part.class)
                        .single();
        List<Drift> drifts =
                jdbc.sql(
                                """
                                select sku, adjusted, remaining, reserved from stock_drift
                                where sku > :after and sku <= :last order by sku
                                """)
                        .param("after", after)
                        .param("last", part.last())
                        .query(StockDrift::drift)
                        .list();
        return new Comparison(
                part.products(), drifts, part.products() == STEP ? part.last() : null);
    }

    private static Drift drift(ResultSet row, int number) throws SQLException {
        return new Drift(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    /**
     * What was compared.
     *
     * @param checked how many products
     * @param items those that do not add up
     * @param next where to go on; null if these were the last ones
     */
    record Comparison(int checked, List<Drift> items, @Nullable String next) {}

    /**
     * A product that does not add up: {@code adjusted} is not {@code remaining + reserved}.
     *
     * @param adjusted pieces it began with, and all corrections
     * @param remaining pieces on the shelf
     * @param reserved pieces of orders that are held or settled
     */
    record Drift(String sku, long adjusted, long remaining, long reserved) {}

    /** The products up to {@code last}, which is null if there are none. */
    private record Part(int products, @Nullable String last) {}
}
