package io.everstore.catalog.product;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads products from the database: the truth, without any cache. */
@Component
@Transactional(readOnly = true)
public class StoredProducts {

    private final Products products;

    StoredProducts(Products products) {
        this.products = products;
    }

    /** One product, if there is one of that number. */
    public Optional<ProductDetails> find(Sku sku) {
        return products.findBySku(sku.value()).map(Product::details);
    }

    /**
     * Products in order of name, then SKU.
     *
     * @param category only this one; null for all
     * @param name position after which to go on; empty to start
     * @param sku position among products of one name; empty to start
     */
    public List<ProductDetails> after(
            @Nullable String category, String name, String sku, int limit) {
        List<Product> page =
                category == null
                        ? products.after(name, sku, Limit.of(limit))
                        : products.inCategoryAfter(category, name, sku, Limit.of(limit));
        return page.stream().map(Product::details).toList();
    }

    /** What editors chose, in their order, then others until there are enough. */
    public List<ProductDetails> featuredFirst(int limit) {
        return products.featuredFirst(Limit.of(limit)).stream().map(Product::details).toList();
    }

    /** All categories by name, with the number of their products. */
    public List<Category> categories() {
        return products.categories();
    }
}
