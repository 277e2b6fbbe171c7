package io.everstore.catalog.caching;

import io.everstore.catalog.importing.CatalogueImported;
import io.everstore.catalog.product.ProductChanged;
import io.everstore.catalog.stock.StockChanged;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Forgets the pages of what changed, once the change is committed. If Redis does not hear of it,
 * the pages live on until their TTL; nothing else depends on it.
 */
@Component
class EvictChangedPages {

    private final PageCache cache;

    EvictChangedPages(PageCache cache) {
        this.cache = cache;
    }

    @TransactionalEventListener
    void on(ProductChanged change) {
        cache.evict(change.sku());
    }

    @TransactionalEventListener
    void on(StockChanged change) {
        change.skus().forEach(cache::evict);
    }

    /** Runs on the thread of the import, which nobody needs to wait for. */
    @TransactionalEventListener
    void on(CatalogueImported imported) {
        cache.evictAll();
    }
}
