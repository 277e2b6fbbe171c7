package io.everstore.catalog.product;

import io.everstore.catalog.caching.Answer;
import io.everstore.catalog.caching.Content;
import io.everstore.catalog.caching.PageKey;
import io.everstore.catalog.caching.Pages;
import org.springframework.stereotype.Component;

/** The page of each product, and that there is none. */
@Component
class ProductPages {

    private final Pages pages;
    private final StoredProducts products;

    ProductPages(Pages pages, StoredProducts products) {
        this.pages = pages;
        this.products = products;
    }

    Answer page(Sku sku) {
        return pages.answer(
                PageKey.ofProduct(sku.value()),
                () ->
                        products.find(sku)
                                .map(p -> new Content(p, p.version(), EntityTags.of(p)))
                                .orElseGet(Content::none));
    }
}
