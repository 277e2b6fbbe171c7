package io.everstore.order.lifecycle;

import static io.everstore.order.lifecycle.OrderRows.utc;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All orders. Reads go to the primary, so an order that was acknowledged is found at once. */
@Repository
public class Orders {

    private final JdbcClient jdbc;
    private final OrderRows rows;

    Orders(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.rows = new OrderRows(jdbc);
    }

    /** Stores a new order; all its lines go in one statement. */
    public void add(Order order) {
        jdbc.sql(
                        """
                        insert into orders (id, customer_id, status, reason, currency, total, placed_at, updated_at)
                        values (:id, :customer, :status, :reason, :currency, :total, :placedAt, :updatedAt)""")
                .param("id", order.id())
                .param("customer", order.customerId())
                .param("status", order.status().name())
                .param("reason", order.reason())
                .param("currency", order.total().currency())
                .param("total", order.total().amount())
                .param("placedAt", utc(order.placedAt()))
                .param("updatedAt", utc(order.updatedAt()))
                .update();
        List<OrderLine> lines = order.lines();
        jdbc.sql(
                        """
                        insert into order_line (order_id, sku, name, quantity, unit_price, line_no)
                        select ?, * from unnest(cast(? as text[]), cast(? as text[]), cast(? as integer[]),
                                                cast(? as numeric[])) with ordinality""")
                .param(order.id())
                .param(texts(lines, OrderLine::sku))
                .param(texts(lines, OrderLine::name))
                .param(texts(lines, line -> Integer.toString(line.quantity())))
                .param(texts(lines, line -> line.unitPrice().amount().toPlainString()))
                .update();
    }

    private static String[] texts(List<OrderLine> lines, Function<OrderLine, String> part) {
        return lines.stream().map(part).toArray(String[]::new);
    }

    /** The customer's own order; somebody else's is as absent as one that never was. */
    public Optional<Order> find(String customer, UUID id) {
        return one(
                jdbc.sql(OrderRows.SELECT + "where id = :id and customer_id = :customer")
                        .param("id", id)
                        .param("customer", customer));
    }

    /** Those of the ids that orders have, whoever's they are. */
    public List<Order> findAll(Collection<UUID> ids) {
        return rows.read(
                jdbc.sql(OrderRows.SELECT + "where id = any(?)").param(ids.toArray(UUID[]::new)));
    }

    /** The order, locked until the transaction ends, so that two events about it take turns. */
    public Optional<Order> findForUpdate(UUID id) {
        return one(jdbc.sql(OrderRows.SELECT + "where id = :id for update").param("id", id));
    }

    /** The customer's own order, locked until the transaction ends. */
    public Optional<Order> findForUpdate(String customer, UUID id) {
        return one(
                jdbc.sql(OrderRows.SELECT + "where id = :id and customer_id = :customer for update")
                        .param("id", id)
                        .param("customer", customer));
    }

    /**
     * Orders that wait for an answer since before this time, the oldest first, locked until the
     * transaction ends. Those that another transaction is busy with are left out.
     */
    public List<Order> waitingForUpdate(Instant placedBefore, int limit) {
        return rows.read(
                jdbc.sql(
                                OrderRows.SELECT
                                        + """
                                        where status = 'PLACED' and placed_at < :before
                                        order by placed_at limit :limit for update skip locked""")
                        .param("before", utc(placedBefore))
                        .param("limit", limit));
    }

    /** The customer's newest orders, newest first. */
    public List<Order> newest(String customer, int limit) {
        return rows.read(
                jdbc.sql(
                                OrderRows.SELECT
                                        + """
                                        where customer_id = :customer
                                        order by placed_at desc, id desc limit :limit""")
                        .param("customer", customer)
                        .param("limit", limit));
    }

    /** The customer's orders that come after this one, newest first. */
    public List<Order> after(String customer, Instant placedAt, UUID id, int limit) {
        return rows.read(
                jdbc.sql(
                                OrderRows.SELECT
                                        + """
                                        where customer_id = :customer and (placed_at, id) < (:placedAt, :id)
                                        order by placed_at desc, id desc limit :limit""")
                        .param("customer", customer)
                        .param("placedAt", utc(placedAt))
                        .param("id", id)
                        .param("limit", limit));
    }

    /**
     * Stores a status change.
     *
     * @return whether it took effect; it does not when the order is no longer in {@code before}
     */
    public boolean change(Order changed, OrderStatus before) {
        return jdbc.sql(
                                """
                                update orders set status = :status, reason = :reason, updated_at = :updatedAt
                                where id = :id and status = :before""")
                        .param("status", changed.status().name())
                        .param("reason", changed.reason())
                        .param("updatedAt", utc(changed.updatedAt()))
                        .param("id", changed.id())
                        .param("before", before.name())
                        .update()
                == 1;
    }

    private Optional<Order> one(JdbcClient.StatementSpec statement) {
        return rows.read(statement).stream().findFirst();
    }
}
