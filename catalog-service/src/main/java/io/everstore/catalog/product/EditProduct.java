package io.everstore.catalog.product;

import io.everstore.outbox.Outbox;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Changes a product and tells the rest of the shop, both or neither. */
@Component
class EditProduct {

    private final Products products;
    private final Outbox outbox;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    EditProduct(Products products, Outbox outbox, ApplicationEventPublisher events, Clock clock) {
        this.products = products;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Makes the change if the product is still as the editor saw it.
     *
     * @throws ProductNotFound if there is no such product
     * @throws EditConflict if it was changed meanwhile
     */
    @Transactional
    public ProductDetails apply(Sku sku, String ifMatch, ProductChange change) {
        Product product =
                products.findBySku(sku.value())
                        .orElseThrow(() -> ProductNotFound.forSku(sku.value()));
        if (!EntityTags.admits(ifMatch, product.version())) {
            throw EditConflict.onSku(sku);
        }
        product.apply(change, clock.instant());
        ProductDetails changed = write(sku, product);
        outbox.append(ProductFact.TOPIC, sku.value(), ProductFact.TYPE, ProductFact.of(changed));
        events.publishEvent(new ProductChanged(sku));
        return changed;
    }

    /** Flushes here, because a conflict must be known before the event is written. */
    private ProductDetails write(Sku sku, Product product) {
        try {
            return products.saveAndFlush(product).details();
        } catch (OptimisticLockingFailureException _) {
            throw EditConflict.onSku(sku);
        }
    }
}
