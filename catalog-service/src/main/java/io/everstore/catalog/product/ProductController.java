package io.everstore.catalog.product;

import io.everstore.catalog.product.ProductPages.ProductPage;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
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
    private final EditProduct editProduct;

    ProductController(ProductPages pages, EditProduct editProduct) {
        this.pages = pages;
        this.editProduct = editProduct;
    }

    /** Answers 304 by itself if the client's entity tag still holds. */
    @GetMapping
    ResponseEntity<ProductDetails> show(@PathVariable String sku) {
        ProductPage page = pages.page(known(sku));
        return ResponseEntity.ok()
                .eTag(EntityTags.of(page.product()))
                // Whoever keeps it must ask each time whether it still holds: the stock changes.
                .cacheControl(CacheControl.noCache())
                .header("Cache-Status", page.cacheStatus())
                .body(page.product());
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
