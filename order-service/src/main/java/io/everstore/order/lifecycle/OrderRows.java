package io.everstore.order.lifecycle;

import io.everstore.order.pricing.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How orders are read: one statement for the orders, one for the lines of all of them. */
final class OrderRows {

    static final String SELECT =
            "select id, customer_id, status, reason, currency, total, placed_at, updated_at from orders ";

    private static final String SELECT_LINES =
            """
            select order_id, sku, name, quantity, unit_price, currency
            from order_line join orders on orders.id = order_id
            where order_id = any(?) order by order_id, line_no""";

    private final JdbcClient jdbc;

    OrderRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The orders that a statement beginning with {@link #SELECT} finds, in its order. */
    List<Order> read(JdbcClient.StatementSpec statement) {
        Map<UUID, List<OrderLine>> lines = new HashMap<>();
        RowMapper<Unfilled> head = (row, _) -> head(row);
        List<Unfilled> orders = statement.query(head).list();
        if (!orders.isEmpty()) {
            jdbc.sql(SELECT_LINES)
                    .param(orders.stream().map(Unfilled::id).toArray(UUID[]::new))
                    .query(
                            row -> {
                                lines.computeIfAbsent(
                                                row.getObject("order_id", UUID.class),
                                                _ -> new ArrayList<>())
                                        .add(line(row));
                            });
        }
        return orders.stream()
                .map(order -> order.with(lines.getOrDefault(order.id(), List.of())))
                .toList();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private interface Filling {
        Order with(List<OrderLine> lines);
    }

    private record Unfilled(UUID id, Filling filling) {
        Order with(List<OrderLine> lines) {
            return filling.with(lines);
        }
    }

    private static Unfilled head(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String customer = row.getString("customer_id");
        OrderStatus status = OrderStatus.valueOf(row.getString("status"));
        String reason = row.getString("reason");
        Money total = new Money(row.getBigDecimal("total"), row.getString("currency"));
        Instant placedAt = instant(row, "placed_at");
        Instant updatedAt = instant(row, "updated_at");
        return new Unfilled(
                id,
                lines ->
                        new Order(id, customer, status, reason, lines, total, placedAt, updatedAt));
    }

    private static OrderLine line(ResultSet row) throws SQLException {
        return new OrderLine(
                row.getString("sku"),
                row.getString("name"),
                row.getInt("quantity"),
                new Money(row.getBigDecimal("unit_price"), row.getString("currency")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
