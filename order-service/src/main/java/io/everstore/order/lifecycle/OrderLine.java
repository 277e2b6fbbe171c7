package io.everstore.order.lifecycle;

import io.everstore.order.pricing.Money;

/** So many of one product, with the name and price it had when it was ordered. */
public record OrderLine(String sku, String name, int quantity, Money unitPrice) {

    Money total() {
        return unitPrice.times(quantity);
    }
}
