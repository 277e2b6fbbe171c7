package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is left of each product, and why.
 *
 * <p>Per SKU, the sum of all adjustments is what remains plus what is reserved; the view {@code
 * stock_drift} lists where it is not. What remains is changed only under its row's lock, and never
 * below nothing, so that no race can sell a piece twice.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class StockLedger {

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final Clock clock;

    StockLedger(JdbcClient jdbc, JdbcTemplate batches, Clock clock) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.clock = clock;
    }

    /** What is left of a product; empty if the product does not exist. */
    public OptionalInt remaining(Sku sku) {
        return jdbc.sql("select quantity from stock where sku = :sku")
                .param("sku", sku.value())
                .query(Integer.class)
                .optional()
                .map(OptionalInt::of)
                .orElseGet(OptionalInt::empty);
    }

    /** Adds (or takes away) pieces; empty if there are too few, too many, or no such product. */
    public OptionalInt adjust(Sku sku, int delta, String reason, @Nullable String key) {
        OptionalInt left =
                jdbc
                        .sql(
                                """
                                update stock set quantity = quantity + :delta
                                where sku = :sku
                                  and quantity::bigint + :delta between 0 and 1000000000
                                returning quantity
                                """)
                        .param("sku", sku.value())
                        .param("delta", delta)
                        .query(Integer.class)
                        .list()
                        .stream()
                        .mapToInt(Integer::intValue)
                        .findFirst();
        left.ifPresent(available -> note(sku, delta, reason, key, available));
        return left;
    }

    private void note(Sku sku, int delta, String reason, @Nullable String key, int available) {
        jdbc.sql(
                        """
                        insert into stock_adjustment
                            (sku, delta, reason, at, idempotency_key, available)
                        values (:sku, :delta, :reason, :at, :key, :available)
                        """)
                .param("sku", sku.value())
                .param("delta", delta)
                .param("reason", reason)
                .param("at", Timestamp.from(clock.instant()))
                .param("key", key)
                .param("available", key == null ? null : available)
                .update();
    }

    /** The adjustment that was made under a key. */
    public Optional<Adjustment> adjustment(Sku sku, String key) {
        return jdbc.sql(
                        """
                        select delta, available from stock_adjustment
                        where sku = ? and idempotency_key = ?
                        """)
                .params(sku.value(), key)
                .query((row, _) -> new Adjustment(sku, row.getInt(1), row.getInt(2)))
                .optional();
    }

    /**
     * Locks the stock of these products until the end of the transaction and tells what is left.
     * Always in order of SKU, so that two orders for the same products never wait for each other.
     */
    public Map<Sku, Integer> lock(Collection<Sku> skus) {
        Map<Sku, Integer> remaining = new HashMap<>();
        jdbc.sql(
                        """
                        select sku, quantity from stock
                        where sku = any(:skus) order by sku for no key update
                        """)
                .param("skus", skus.stream().map(Sku::value).toArray(String[]::new))
                .query(
                        row -> {
                            remaining.put(new Sku(row.getString("sku")), row.getInt("quantity"));
                        });
        return remaining;
    }

    /**
     * Takes the pieces of an order from what is left. The caller has locked them, and found enough.
     */
    public void take(List<Line> lines) {
        change("update stock set quantity = quantity - ? where sku = ?", lines);
    }

    /** Gives the pieces of an order back, in order of SKU like everyone who locks them. */
    public void giveBack(List<Line> lines) {
        lock(lines.stream().map(Line::sku).toList());
        change("update stock set quantity = quantity + ? where sku = ?", lines);
    }

    private void change(String sql, List<Line> lines) {
        int[] changed =
                batches.batchUpdate(
                        sql,
                        lines.stream()
                                .map(line -> new Object[] {line.quantity(), line.sku().value()})
                                .toList());
        for (int line = 0; line < changed.length; line++) {
            if (changed[line] != 1) {
                throw new IllegalStateException(
                        "Stock of %s went away under its lock".formatted(lines.get(line).sku()));
            }
        }
    }
}
