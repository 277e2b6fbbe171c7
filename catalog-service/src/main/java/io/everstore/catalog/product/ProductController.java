package io.everstore.catalog.product;

import io.everstore.catalog.caching.Answer;
import io.everstore.catalog.caching.PageResponses;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page of one product, for customers and for editors. */
@RestController
@RequestMapping("/api/products/{sku}")
class ProductController {

    private final ProductPages pages;
    private final RememberedProducts remembered;
    private final PageResponses responses;
    private final EditProduct editProduct;

    ProductController(
            ProductPages pages,
            RememberedProducts remembered,
            PageResponses responses,
            EditProduct editProduct) {
        this.pages = pages;
        this.remembered = remembered;
        this.responses = responses;
        this.editProduct = editProduct;
    }

    /** Answers 304 by itself if the client's entity tag still holds. */
    @GetMapping
    ResponseEntity<?> show(@PathVariable String sku) {
        Sku wanted = known(sku);
        Answer answer = pages.page(wanted);
        return switch (answer) {
            case Answer.Served page when !page.exists() ->
                    throw ProductNotFound.forSku(sku, page.cacheStatus());
            case Answer.Served page -> responses.of(page);
            case Answer.Unavailable away ->
                    remembered
                            .recall(wanted)
                            .<ResponseEntity<?>>map(
                                    product ->
                                            PageResponses.limited(
                                                    new LimitedProduct(product, true)))
                            .orElseGet(() -> responses.of(away));
        };
    }

    @PutMapping
    ResponseEntity<ProductDetails> edit(
            @PathVariable String sku,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Valid @RequestBody ProductChange change) {
        if (ifMatch == null) {
            throw EditConflict.withoutPrecondition();
        }
        ProductDetails changed = editProduct.apply(known(sku), ifMatch, change);
        return ResponseEntity.ok().eTag(EntityTags.of(changed)).body(changed);
    }

    private static Sku known(String sku) {
        return Sku.parse(sku).orElseThrow(() -> ProductNotFound.forSku(sku));
    }
}
