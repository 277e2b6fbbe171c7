package io.everstore.catalog.product;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    /** What editors chose, in their order, then others, not sold out, until there are enough. */
    public List<ProductDetails> featuredFirst(int limit) {
        return products.featuredFirst(Limit.of(limit)).stream().map(Product::details).toList();
    }

    /** These products in this order; those that there are not are left out. */
    public List<ProductDetails> inOrder(List<String> skus) {
        Map<String, ProductDetails> found =
                products.withSkus(skus).stream()
                        .map(Product::details)
                        .collect(Collectors.toMap(ProductDetails::sku, Function.identity()));
        return skus.stream().map(found::get).filter(Objects::nonNull).toList();
    }
}
