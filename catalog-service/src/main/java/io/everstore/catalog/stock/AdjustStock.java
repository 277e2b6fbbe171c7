package io.everstore.catalog.stock;

import io.everstore.catalog.product.ProductNotFound;
import io.everstore.catalog.product.Sku;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
     * @param key names this change, so that it counts once however often it is sent, and is
     *     answered the same; null if it is not to be sent again
     * @throws ProductNotFound if there is no such product
     * @throws InsufficientStock if that would leave less than nothing
     * @throws KeyReused if the key was sent before with another delta
     */
    @Transactional
    public int by(Sku sku, int delta, @Nullable String key) {
        if (key != null) {
            // Two requests with one key come one by one, and the second finds what the first did.
            ledger.lock(List.of(sku));
            Optional<Adjustment> earlier = ledger.adjustment(sku, key);
            if (earlier.isPresent()) {
                return earlier.get().ifBy(delta);
            }
        }
        OptionalInt left = ledger.adjust(sku, delta, "adjusted by hand", key);
        if (left.isEmpty()) {
            int remaining =
                    ledger.remaining(sku).orElseThrow(() -> ProductNotFound.forSku(sku.value()));
            throw InsufficientStock.of(sku, remaining, delta);
        }
        events.publishEvent(new StockChanged(Set.of(sku)));
        return left.getAsInt();
    }
}
