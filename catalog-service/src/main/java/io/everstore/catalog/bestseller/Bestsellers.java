package io.everstore.catalog.bestseller;

import io.everstore.catalog.product.ProductDetails;
import io.everstore.catalog.product.StoredProducts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What sells best, and after it what editors chose, until there is enough for the window. */
@Component
class Bestsellers {

    private static final Logger log = LoggerFactory.getLogger(Bestsellers.class);

    private final SoldProducts sold;
    private final StoredProducts products;

    Bestsellers(SoldProducts sold, StoredProducts products) {
        this.sold = sold;
        this.products = products;
    }

    List<ProductDetails> first(int limit) {
        Map<String, ProductDetails> window = new LinkedHashMap<>();
        products.inOrder(hottest(limit)).forEach(hot -> window.put(hot.sku(), hot));
        if (window.size() < limit) {
            products.featuredFirst(limit)
                    .forEach(chosen -> window.putIfAbsent(chosen.sku(), chosen));
        }
        return window.values().stream().limit(limit).toList();
    }

    /** Outside of any transaction: what fails here must not take the editors' list with it. */
    private List<String> hottest(int limit) {
        try {
            return sold.hottest(limit);
        } catch (DataAccessException e) {
            log.warn("The editors' list stands in for what sells best: {}", e.toString());
            return List.of();
        }
    }
}
