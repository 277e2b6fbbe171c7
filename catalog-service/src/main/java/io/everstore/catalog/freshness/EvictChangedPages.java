package io.everstore.catalog.freshness;

import io.everstore.catalog.caching.PageKey;
import io.everstore.catalog.caching.PageKind;
import io.everstore.catalog.caching.Pages;
import io.everstore.catalog.importing.CatalogueImported;
import io.everstore.catalog.product.ProductChanged;
import io.everstore.catalog.stock.StockChanged;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Outdates the pages of what was changed here, once the change is committed. If Redis does not hear
 * of it, the other instances learn it from the facts, and at the latest when the pages there are no
 * longer fresh.
 */
@Component
class EvictChangedPages {

    private final Pages pages;

    EvictChangedPages(Pages pages) {
        this.pages = pages;
    }

    @TransactionalEventListener
    void on(ProductChanged change) {
        pages.changed(PageKey.ofProduct(change.sku().value()));
        pages.changed(PageKind.LIST);
    }

    /** Lists may show the old number for as long as they are fresh; it changes all the time. */
    @TransactionalEventListener
    void on(StockChanged change) {
        change.skus().forEach(sku -> pages.changed(PageKey.ofProduct(sku.value())));
    }

    @TransactionalEventListener
    void on(CatalogueImported imported) {
        pages.changed(PageKind.PRODUCT);
        pages.changed(PageKind.LIST);
    }
}
