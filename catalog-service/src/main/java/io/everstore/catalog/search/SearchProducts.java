package io.everstore.catalog.search;

import io.everstore.catalog.paging.Cursors;
import io.everstore.catalog.paging.InvalidCursor;
import io.everstore.catalog.product.Price;
import io.everstore.catalog.product.ProductDetails;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds products by what customers type: whole or unfinished words first, and only if these find
 * nothing, names that look similar. Most relevant first, then cheapest.
 */
@Component
class SearchProducts {

    /**
     * Below 0.4 "lantern" finds "lane"; above it one swapped letter in a short word finds nothing.
     */
    private static final String SIMILAR_ENOUGH = "0.4";

    private final JdbcClient jdbc;
    private final Cursors cursors;

    SearchProducts(JdbcClient jdbc, Cursors cursors) {
        this.jdbc = jdbc;
        this.cursors = cursors;
    }

    /**
     * A page of matches.
     *
     * @throws InvalidCursor if {@code after} is not of this search
     */
    @Transactional(readOnly = true)
    public ProductPage page(
            SearchQuery query, @Nullable String category, int limit, @Nullable String after) {
        String scope = "search\n" + query.text() + "\n" + category;
        if (after == null) {
            ProductPage words = first(Matching.WORDS, query, category, limit, scope);
            return words.items().isEmpty()
                    ? first(Matching.SIMILARITY, query, category, limit, scope)
                    : words;
        }
        List<String> position = cursors.position(scope, after);
        Matching matching = Matching.valueOf(position.getFirst());
        return page(
                statement(matching, query, category, limit, false)
                        .param("relevance", Integer.parseInt(position.get(1)))
                        .param("price", new BigDecimal(position.get(2)))
                        .param("sku", position.get(3)),
                matching,
                limit,
                scope);
    }

    private ProductPage first(
            Matching matching,
            SearchQuery query,
            @Nullable String category,
            int limit,
            String scope) {
        return page(statement(matching, query, category, limit, true), matching, limit, scope);
    }

    private JdbcClient.StatementSpec statement(
            Matching matching,
            SearchQuery query,
            @Nullable String category,
            int limit,
            boolean first) {
        if (matching == Matching.SIMILARITY) {
            // For this transaction only; the operator takes it from here, and with it the index.
            jdbc.sql("select set_config('pg_trgm.word_similarity_threshold', :threshold, true)")
                    .param("threshold", SIMILAR_ENOUGH)
                    .query(String.class)
                    .single();
        }
        var statement =
                jdbc.sql(matching.page(first, category != null))
                        .param("terms", query.terms(matching))
                        .param("text", query.text())
                        .param("limit", limit + 1);
        return category == null ? statement : statement.param("category", category);
    }

    private ProductPage page(
            JdbcClient.StatementSpec statement, Matching matching, int limit, String scope) {
        List<Match> found = statement.query(SearchProducts::match).list();
        List<Match> page = found.subList(0, Math.min(limit, found.size()));
        String next =
                found.size() > limit ? cursors.of(scope, page.getLast().position(matching)) : null;
        return new ProductPage(page.stream().map(Match::product).toList(), next);
    }

    private static Match match(ResultSet row, int number) throws SQLException {
        String sku = row.getString("sku");
        ProductDetails product =
                new ProductDetails(
                        sku,
                        row.getString("name"),
                        row.getString("description"),
                        row.getString("category"),
                        new Price(row.getBigDecimal("price"), row.getString("currency")),
                        row.getInt("quantity"),
                        ProductDetails.imageUrl(sku),
                        row.getLong("version"));
        return new Match(product, row.getInt("relevance"));
    }
}
