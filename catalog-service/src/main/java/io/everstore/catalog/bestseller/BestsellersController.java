package io.everstore.catalog.bestseller;

import io.everstore.catalog.caching.Content;
import io.everstore.catalog.caching.PageKey;
import io.everstore.catalog.caching.PageResponses;
import io.everstore.catalog.caching.Pages;
import io.everstore.catalog.product.ProductDetails;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The products in the shop's window. */
@RestController
class BestsellersController {

    private final Bestsellers bestsellers;
    private final Pages pages;
    private final PageResponses responses;

    BestsellersController(Bestsellers bestsellers, Pages pages, PageResponses responses) {
        this.bestsellers = bestsellers;
        this.pages = pages;
        this.responses = responses;
    }

    @GetMapping("/api/bestsellers")
    ResponseEntity<String> list(@RequestParam(defaultValue = "12") @Min(1) @Max(100) int limit) {
        return responses.of(
                pages.answer(
                        PageKey.ofList("bestsellers\n" + limit),
                        () -> Content.of(new Window(bestsellers.first(limit)))));
    }

    /** The list, as an object so that it can grow. */
    record Window(List<ProductDetails> items) {}
}
