package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is left of each product, and why.
 *
 * <p>Per SKU, the sum of all adjustments is what remains plus what is reserved; the view {@code
 * stock_drift} lists where it is not. What remains is changed only by statements that check it in
 * the same breath, so that no race can sell a piece twice.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class StockLedger {

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
    public OptionalInt adjust(Sku sku, int delta, String reason) {
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
        if (left.isPresent()) {
            jdbc.sql("insert into stock_adjustment (sku, delta, reason, at) values (?, ?, ?, ?)")
                    .params(sku.value(), delta, reason, Timestamp.from(clock.instant()))
                    .update();
        }
        return left;
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

    public boolean holdsReservationOf(UUID orderId) {
        return jdbc.sql("select exists (select 1 from reservation where order_id = :order)")
                .param("order", orderId)
                .query(Boolean.class)
                .single();
    }

    /** Moves pieces from what is left to what is reserved for an order. */
    public void reserve(UUID orderId, List<Line> lines) {
        int[] taken =
                batches.batchUpdate(
                        "update stock set quantity = quantity - ? where sku = ? and quantity >= ?",
                        lines.stream()
                                .map(
                                        l ->
                                                new Object[] {
                                                    l.quantity(), l.sku().value(), l.quantity()
                                                })
                                .toList());
        for (int line = 0; line < taken.length; line++) {
            if (taken[line] != 1) {
                throw new IllegalStateException(
                        "Stock of %s changed under its lock".formatted(lines.get(line).sku()));
            }
        }
        Timestamp now = Timestamp.from(clock.instant());
        batches.batchUpdate(
                "insert into reservation (order_id, sku, quantity, at) values (?, ?, ?, ?)",
                lines.stream()
                        .map(l -> new Object[] {orderId, l.sku().value(), l.quantity(), now})
                        .toList());
    }
}
