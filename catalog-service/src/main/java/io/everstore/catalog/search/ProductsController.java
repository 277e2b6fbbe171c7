package io.everstore.catalog.search;

import io.everstore.catalog.product.Category;
import io.everstore.catalog.product.StoredProducts;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Listings of products: browsing without a query, searching with one. */
@RestController
@RequestMapping("/api")
class ProductsController {

    /** PostgreSQL has no place for a NUL in a text, and nobody types the others. */
    private static final String PRINTABLE = "[^\\p{Cntrl}]*";

    private final BrowseProducts browse;
    private final SearchProducts search;
    private final StoredProducts products;

    ProductsController(BrowseProducts browse, SearchProducts search, StoredProducts products) {
        this.browse = browse;
        this.search = search;
        this.products = products;
    }

    @GetMapping("/products")
    ProductPage list(
            @RequestParam(defaultValue = "") @Size(max = 200) String query,
            @RequestParam(required = false)
                    @Size(max = 80)
                    @Pattern(regexp = PRINTABLE, message = "must not contain control characters")
                    @Nullable String category,
            @RequestParam(defaultValue = "24") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Nullable String after) {
        String shelf = category == null || category.isBlank() ? null : category.strip();
        SearchQuery words = SearchQuery.of(query);
        return words.isEmpty()
                ? browse.page(shelf, limit, after)
                : search.page(words, shelf, limit, after);
    }

    @GetMapping("/categories")
    Categories categories() {
        return new Categories(products.categories());
    }

    /** The shelves of the shop, as an object so that it can grow. */
    record Categories(List<Category> items) {}
}
