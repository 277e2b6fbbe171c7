package io.everstore.catalog.limited;

import io.everstore.catalog.product.ProductDetails;
import io.everstore.catalog.product.Sku;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Browses and searches what this process knows by heart: one page, in much the same order as the
 * database has it. For the time that no database and no cache has an answer.
 */
@Component
public class LimitedListings {

    private static final SortField BY_SKU = new SortField(FactDocument.SKU, SortField.Type.STRING);

    private static final Sort BROWSING =
            new Sort(new SortField(FactDocument.NAME, SortField.Type.STRING), BY_SKU);

    private static final Sort SEARCHING =
            new Sort(
                    SortField.FIELD_SCORE,
                    new SortField(FactDocument.PRICE, SortField.Type.LONG),
                    BY_SKU);

    private final FactIndex index;

    LimitedListings(FactIndex index) {
        this.index = index;
    }

    /**
     * Products by name; empty if nothing is known of any.
     *
     * @param category only this one; null for all
     */
    public Optional<LimitedPage> browse(@Nullable String category, int limit) {
        return index.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        LimitedPage.of(
                                index.first(
                                        in(category, MatchAllDocsQuery.INSTANCE),
                                        limit,
                                        BROWSING)));
    }

    /**
     * Products that have the words, or only if there are none, similar ones; empty if nothing is
     * known of any product.
     *
     * @param words in lower case, at least one
     * @param number what was searched for, if it may be a product number
     * @param category only this one; null for all
     */
    public Optional<LimitedPage> search(
            List<String> words, Optional<Sku> number, @Nullable String category, int limit) {
        if (index.isEmpty()) {
            return Optional.empty();
        }
        Stream<Query> attempts =
                Stream.concat(
                        number
                                .map(sku -> new Term(FactDocument.SKU, sku.value()))
                                .map(TermQuery::new)
                                .stream(),
                        Stream.of(WordQueries.strict(words), WordQueries.forgiving(words)));
        List<ProductDetails> found =
                attempts.map(query -> index.first(in(category, query), limit, SEARCHING))
                        .filter(products -> !products.isEmpty())
                        .findFirst()
                        .orElse(List.of());
        return Optional.of(LimitedPage.of(found));
    }

    private static Query in(@Nullable String category, Query query) {
        return category == null
                ? query
                : new BooleanQuery.Builder()
                        .add(query, Occur.MUST)
                        .add(new TermQuery(new Term(FactDocument.CATEGORY, category)), Occur.FILTER)
                        .build();
    }
}
