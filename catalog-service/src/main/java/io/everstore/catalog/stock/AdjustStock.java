package io.everstore.catalog.stock;

import io.everstore.catalog.product.ProductNotFound;
import io.everstore.catalog.product.Sku;
import java.util.OptionalInt;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Corrects the stock of a product by hand: a delivery, a broken piece. */
@Component
class AdjustStock {

    private final StockLedger ledger;
    private final ApplicationEventPublisher events;

    AdjustStock(StockLedger ledger, ApplicationEventPublisher events) {
        this.ledger = ledger;
        this.events = events;
    }

    /**
     * Changes the stock by {@code delta} pieces and answers what is left.
     *
     * @throws ProductNotFound if there is no such product
     * @throws InsufficientStock if that would leave less than nothing
     */
    @Transactional
    public int by(Sku sku, int delta) {
        OptionalInt left = ledger.adjust(sku, delta, "adjusted by hand");
        if (left.isEmpty()) {
            int remaining =
                    ledger.remaining(sku).orElseThrow(() -> ProductNotFound.forSku(sku.value()));
            throw InsufficientStock.of(sku, remaining, delta);
        }
        events.publishEvent(new StockChanged(Set.of(sku)));
        return left.getAsInt();
    }
}
