package io.everstore.catalog.caching;

import io.everstore.catalog.product.ProductDetails;
import io.everstore.catalog.product.ProductNotFound;
import io.everstore.catalog.product.ProductPages;
import io.everstore.catalog.product.Sku;
import io.everstore.catalog.product.StoredProducts;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Product pages from Redis, and from the database what Redis does not have. */
@Component
class CachedProductPages implements ProductPages {

    private static final Logger log = LoggerFactory.getLogger(CachedProductPages.class);

    private static final String HIT = "everstore-redis; hit";
    private static final String MISS = "everstore-redis; fwd=uri-miss; stored";
    private static final String BYPASS = "everstore-redis; fwd=bypass; detail=unavailable";

    private final PageCache cache;
    private final StoredProducts products;
    private final JsonMapper json;

    CachedProductPages(PageCache cache, StoredProducts products, JsonMapper json) {
        this.cache = cache;
        this.products = products;
        this.json = json;
    }

    @Override
    public ProductPage page(Sku sku) {
        return switch (cache.get(sku)) {
            case CacheAnswer.Hit(String page) ->
                    read(sku, page)
                            .map(product -> new ProductPage(product, HIT))
                            .orElseGet(() -> new ProductPage(stored(sku), BYPASS));
            case CacheAnswer.Miss() -> {
                ProductDetails product = stored(sku);
                cache.put(sku, json.writeValueAsString(product));
                yield new ProductPage(product, MISS);
            }
            case CacheAnswer.Unavailable() -> new ProductPage(stored(sku), BYPASS);
        };
    }

    private ProductDetails stored(Sku sku) {
        return products.find(sku).orElseThrow(() -> ProductNotFound.forSku(sku.value()));
    }

    /** Redis is not the truth, and not even trusted to hold JSON. */
    private Optional<ProductDetails> read(Sku sku, String page) {
        try {
            return Optional.of(json.readValue(page, ProductDetails.class));
        } catch (JacksonException e) {
            log.warn("The cached page of {} is unreadable and is ignored", sku, e);
            return Optional.empty();
        }
    }
}
