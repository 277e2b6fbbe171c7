package io.everstore.order;

import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is in the database, asked for past the service. */
public final class Shop {

    private static final JdbcClient DATABASE = Backends.database();

    private Shop() {}

    /** Puts a product into the price book, whatever was known of it. */
    public static void sells(String sku, String name, String price) {
        DATABASE.sql(
                        """
                        insert into price_book values (?, ?, cast(? as numeric), 'GBP', 1, true)
                        on conflict (sku) do update set name = excluded.name, price = excluded.price""")
                .params(sku, name, price)
                .update();
    }

    /** Gives an order another id, as if an older version had placed it. */
    public static void renames(UUID order, UUID other) {
        DATABASE.sql(
                        """
                        with copied as (
                            insert into orders select cast(:other as uuid), customer_id, status, currency, total,
                                                      reason, placed_at, updated_at
                            from orders where id = :order),
                        lines as (
                            insert into order_line select cast(:other as uuid), line_no, sku, name, quantity,
                                                          unit_price
                            from order_line where order_id = :order)
                        update idempotency_key set order_id = :other where order_id = :order""")
                .param("order", order)
                .param("other", other)
                .update();
        DATABASE.sql("delete from order_line where order_id = ?").param(order).update();
        DATABASE.sql("delete from orders where id = ?").param(order).update();
    }

    /** Places an order that is already confirmed, for whom the way there does not matter. */
    public static UUID confirmedOrder(Client client) {
        UUID order =
                UUID.fromString(
                        client.place(Client.newKey(), Client.order("85123A", 2)).text("/id"));
        DATABASE.sql("update orders set status = 'CONFIRMED' where id = ?").param(order).update();
        return order;
    }

    public static int ordersOf(String customer) {
        return count("select count(*) from orders where customer_id = ?", customer);
    }

    public static int keysOf(String customer) {
        return count("select count(*) from idempotency_key where customer_id = ?", customer);
    }

    public static int linesOf(UUID order) {
        return count("select count(*) from order_line where order_id = ?", order);
    }

    public static Map<String, Object> row(UUID order) {
        return DATABASE.sql("select * from orders where id = ?").param(order).query().singleRow();
    }

    public static String status(UUID order) {
        return row(order).get("status") + "";
    }

    private static int count(String sql, Object param) {
        return DATABASE.sql(sql).param(param).query(Integer.class).single();
    }
}
