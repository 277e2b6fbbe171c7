package io.everstore.order.pricing;

import io.everstore.order.pricing.PriceLookup.Found;
import io.everstore.order.pricing.PriceLookup.Unknown;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Names and prices of the products, fed by the catalog's facts. It may be a moment behind the
 * catalog: a customer who minds sends the total that was shown, and a difference is refused.
 *
 * <p>Whether a product is in stock is stored but refuses no order: stock is decided by the catalog
 * in one place, and a stale "sold out" here would turn customers away for nothing.
 */
@Repository
public class PriceBook {

    private final JdbcClient jdbc;

    PriceBook(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Each of the SKUs with what is known of it, in the order asked for. */
    public Map<String, PriceLookup> lookUp(Collection<String> skus) {
        Map<String, Found> found =
                jdbc
                        .sql("select sku, name, price, currency from price_book where sku = any(?)")
                        .param(skus.toArray(String[]::new))
                        .query(
                                (row, _) ->
                                        new Found(
                                                row.getString("sku"),
                                                row.getString("name"),
                                                new Money(
                                                        row.getBigDecimal("price"),
                                                        row.getString("currency"))))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Found::sku, Function.identity()));
        Map<String, PriceLookup> answers = new LinkedHashMap<>();
        for (String sku : skus) {
            Found item = found.get(sku);
            answers.put(sku, item == null ? new Unknown(sku) : item);
        }
        return answers;
    }

    /**
     * Takes facts over, in one statement. Of two facts about a SKU the one with the higher version
     * wins, in whatever order they come and however often: so a redelivery needs no inbox row here.
     *
     * <p>Rows are written in SKU order: two instances that overlap during a rebalance wait for each
     * other instead of deadlocking.
     */
    void learn(Collection<ProductFact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        Map<String, ProductFact> newest = new TreeMap<>();
        for (ProductFact fact : facts) {
            newest.merge(fact.sku(), fact, ProductFact::newer);
        }
        jdbc.sql(
                        """
                        insert into price_book (sku, name, price, currency, version, available)
                        select * from unnest(cast(? as text[]), cast(? as text[]), cast(? as numeric[]),
                                             cast(? as text[]), cast(? as bigint[]), cast(? as boolean[]))
                        on conflict (sku) do update
                           set name = excluded.name, price = excluded.price, currency = excluded.currency,
                               version = excluded.version, available = excluded.available
                         where price_book.version < excluded.version""")
                .param(column(newest, ProductFact::sku))
                .param(column(newest, ProductFact::name))
                .param(column(newest, fact -> fact.price().amount().toPlainString()))
                .param(column(newest, fact -> fact.price().currency()))
                .param(column(newest, fact -> Long.toString(fact.version())))
                .param(column(newest, fact -> Boolean.toString(fact.available())))
                .update();
    }

    private static String[] column(
            Map<String, ProductFact> facts, Function<ProductFact, String> value) {
        return facts.values().stream().map(value).toArray(String[]::new);
    }
}
