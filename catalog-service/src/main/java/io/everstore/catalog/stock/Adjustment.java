package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;

/**
 * A correction that was made.
 *
 * @param available what was left afterwards
 */
record Adjustment(Sku sku, int delta, int available) {

    /**
     * Answers again what was left.
     *
     * @throws KeyReused if the correction that is sent now is another one
     */
    int ifBy(int sentDelta) {
        if (sentDelta != delta) {
            throw KeyReused.on(sku, delta);
        }
        return available;
    }
}
