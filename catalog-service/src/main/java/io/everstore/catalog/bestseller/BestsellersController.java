package io.everstore.catalog.bestseller;

import io.everstore.catalog.product.ProductDetails;
import io.everstore.catalog.product.StoredProducts;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The products in the shop's window.
 *
 * <p>For now this is the editorial list: products with a featured rank, in its order, then others
 * until there are enough. It does not look at what is sold yet.
 */
@RestController
class BestsellersController {

    private final StoredProducts products;

    BestsellersController(StoredProducts products) {
        this.products = products;
    }

    @GetMapping("/api/bestsellers")
    Bestsellers list(@RequestParam(defaultValue = "12") @Min(1) @Max(100) int limit) {
        return new Bestsellers(products.featuredFirst(limit));
    }

    /** The list, as an object so that it can grow. */
    record Bestsellers(List<ProductDetails> items) {}
}
