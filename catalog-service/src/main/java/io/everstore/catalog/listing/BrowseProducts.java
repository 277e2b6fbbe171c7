package io.everstore.catalog.listing;

import io.everstore.catalog.paging.Cursors;
import io.everstore.catalog.product.ProductDetails;
import io.everstore.catalog.product.StoredProducts;
import io.everstore.catalog.search.ProductPage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All products, or those of a category, by name. */
@Component
class BrowseProducts {

    private static final List<String> START = List.of("", "");

    private final StoredProducts products;
    private final Cursors cursors;

    BrowseProducts(StoredProducts products, Cursors cursors) {
        this.products = products;
        this.cursors = cursors;
    }

    /**
     * A page.
     *
     * @throws io.everstore.catalog.paging.InvalidCursor if {@code after} is not of this listing
     */
    ProductPage page(@Nullable String category, int limit, @Nullable String after) {
        String scope = category == null ? "browse" : "browse\n" + category;
        List<String> position = after == null ? START : cursors.position(scope, after);
        // One more than asked for: it tells whether there is a next page.
        List<ProductDetails> found =
                products.after(category, position.get(0), position.get(1), limit + 1);
        if (found.size() <= limit) {
            return new ProductPage(found, null);
        }
        List<ProductDetails> items = found.subList(0, limit);
        ProductDetails last = items.getLast();
        return new ProductPage(items, cursors.of(scope, List.of(last.name(), last.sku())));
    }
}
