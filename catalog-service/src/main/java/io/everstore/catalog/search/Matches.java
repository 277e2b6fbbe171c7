package io.everstore.catalog.search;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The products that fit, in order of price, without reading all of them: of a word that is on a
 * twentieth of a million products, all of them would take a second.
 *
 * <ol>
 *   <li>The cheapest products of all are looked at one by one; very common words are among them.
 *   <li>Else some matches are taken from the index of words, as they come. If these are all, the
 *       cheapest of them are the answer.
 *   <li>Else the cheapest of these are no cheaper than the answer, so it is found among the matches
 *       up to their price: an index of words and one of prices together leave only a few.
 * </ol>
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Matches {

    /** The optimiser sees the values each time, for they decide; and reading all is no plan. */
    private static final String SEE_VALUES =
            """
            select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true)
            """;

    /** For walking in the order of an index. */
    private static final String IN_ORDER = "select set_config('enable_indexscan', 'on', true)";

    /**
     * Else nothing but bitmaps, whose cost is bounded by the indexes. The optimiser takes words,
     * category and price for independent, and would sometimes walk past the whole table for the few
     * chandeliers below 10 pounds.
     */
    private static final String BY_BITMAPS = "select set_config('enable_indexscan', 'off', true)";

    private final JdbcClient jdbc;
    private final SearchSettings settings;

    Matches(JdbcClient jdbc, SearchSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /**
     * The first matches after a position, best first, then cheapest.
     *
     * @param category only this one; null for all
     * @param after null to start
     */
    public List<Match> after(
            Terms terms, @Nullable String category, @Nullable Match after, int limit) {
        plan(SEE_VALUES);
        Fit first = after == null ? Fit.NAME : after.fit();
        List<Match> found = new ArrayList<>();
        for (Fit fit : Fit.values()) {
            if (fit.compareTo(first) >= 0 && found.size() < limit && !fit.isImpossible(terms)) {
                Match start = fit == first ? after : null;
                found.addAll(
                        first(new Narrowing(terms, category, fit, start), limit - found.size()));
            }
        }
        return found;
    }

    /** Of one fit. */
    private List<Match> first(Narrowing narrowing, int limit) {
        plan(IN_ORDER);
        List<Match> found = walk(narrowing, limit);
        if (found.size() == limit) {
            return found;
        }
        plan(BY_BITMAPS);
        return cheapest(narrowing, limit);
    }

    private void plan(String setting) {
        jdbc.sql(setting).query().listOfRows();
    }

    private List<Match> walk(Narrowing narrowing, int limit) {
        String sql =
                """
                select sku, price from (
                    select sku, price, document from product %s
                    order by price, sku limit :walk
                ) as next
                where %s order by price, sku limit :limit
                """
                        .formatted(
                                narrowing.place().isEmpty() ? "" : "where " + narrowing.place(),
                                narrowing.fit().condition());
        return query(sql, narrowing, Map.of("walk", settings.walk(), "limit", limit))
                .query((row, _) -> match(narrowing, row.getBigDecimal(2), row.getString(1)))
                .list();
    }

    private List<Match> cheapest(Narrowing narrowing, int limit) {
        String sql =
                """
                with taken as materialized (select sku, price from product where %s limit :sample + 1)
                select sku, price, (select count(*) > :sample from taken) as there_are_more
                from taken order by price, sku limit :limit
                """
                        .formatted(narrowing.condition());
        boolean[] thereAreMore = new boolean[1];
        int sample = Math.max(settings.sample(), limit);
        List<Match> cheapest =
                query(sql, narrowing, Map.of("sample", sample, "limit", limit))
                        .query(
                                (row, _) -> {
                                    thereAreMore[0] = row.getBoolean(3);
                                    return match(narrowing, row.getBigDecimal(2), row.getString(1));
                                })
                        .list();
        return thereAreMore[0] ? upTo(cheapest.getLast(), narrowing, limit) : cheapest;
    }

    private List<Match> upTo(Match bound, Narrowing narrowing, int limit) {
        String sql =
                """
                select sku, price from product
                where %s and (price, sku) <= (:boundPrice, :boundSku)
                order by price, sku limit :limit
                """
                        .formatted(narrowing.condition());
        Map<String, Object> values =
                Map.of("boundPrice", bound.price(), "boundSku", bound.sku(), "limit", limit);
        return query(sql, narrowing, values)
                .query((row, _) -> match(narrowing, row.getBigDecimal(2), row.getString(1)))
                .list();
    }

    private JdbcClient.StatementSpec query(
            String sql, Narrowing narrowing, Map<String, Object> values) {
        return jdbc.sql(sql).params(narrowing.values()).params(values);
    }

    private static Match match(Narrowing narrowing, BigDecimal price, String sku) {
        return new Match(narrowing.fit(), price, sku);
    }
}
