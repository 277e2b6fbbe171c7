package io.everstore.catalog.search;

import io.everstore.catalog.paging.Cursors;
import io.everstore.catalog.paging.InvalidCursor;
import io.everstore.catalog.product.ProductDetails;
import io.everstore.catalog.product.StoredProducts;
import io.everstore.catalog.spelling.Spelling;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds products by what customers type: by number, by whole or unfinished words, and only if these
 * find nothing, by words that look similar. Those that fit best first, then the cheapest.
 */
@Component
public class SearchProducts {

    private final Matches matches;
    private final Spelling spelling;
    private final StoredProducts products;
    private final Cursors cursors;

    SearchProducts(Matches matches, Spelling spelling, StoredProducts products, Cursors cursors) {
        this.matches = matches;
        this.spelling = spelling;
        this.products = products;
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
        String scope = "search\n" + query.name() + "\n" + category;
        Terms typed = Terms.typed(query);
        if (after == null) {
            return numbered(query, category)
                    .or(() -> found(scope, typed, category, null, limit))
                    .or(
                            () ->
                                    spelling.corrected(query.words())
                                            .map(Terms::corrected)
                                            .flatMap(t -> found(scope, t, category, null, limit)))
                    .orElseGet(() -> new ProductPage(List.of(), null));
        }
        List<String> position = cursors.position(scope, after);
        Terms terms = position.get(0).isEmpty() ? typed : Terms.corrected(position.get(0));
        Match last =
                new Match(
                        Fit.valueOf(position.get(1)),
                        new BigDecimal(position.get(2)),
                        position.get(3));
        return found(scope, terms, category, last, limit)
                .orElseGet(() -> new ProductPage(List.of(), null));
    }

    /** Who types the number on the box wants that box. */
    private Optional<ProductPage> numbered(SearchQuery query, @Nullable String category) {
        return query.number()
                .flatMap(products::find)
                .filter(product -> category == null || product.category().equals(category))
                .map(product -> new ProductPage(List.of(product), null));
    }

    /** Empty if there is nothing. */
    private Optional<ProductPage> found(
            String scope,
            Terms terms,
            @Nullable String category,
            @Nullable Match after,
            int limit) {
        // One more than asked for: it tells whether there is a next page.
        List<Match> found = matches.after(terms, category, after, limit + 1);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Match> page = found.subList(0, Math.min(limit, found.size()));
        List<ProductDetails> items = products.inOrder(page.stream().map(Match::sku).toList());
        String next =
                found.size() > limit ? cursors.of(scope, position(terms, page.getLast())) : null;
        return Optional.of(new ProductPage(items, next));
    }

    /** A correction is kept in the cursor: with new words it might come out differently later. */
    private static List<String> position(Terms terms, Match last) {
        return List.of(
                terms.isCorrected() ? terms.whole() : "",
                last.fit().name(),
                last.price().toPlainString(),
                last.sku());
    }
}
