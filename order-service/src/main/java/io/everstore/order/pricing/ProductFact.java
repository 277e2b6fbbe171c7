package io.everstore.order.pricing;

/**
 * What this service needs of {@code dev.everstore.product.v1}; anything else in the event is the
 * business of others. A fact that cannot be right is refused here and so ends in the dead letters.
 *
 * @param version grows by one with every change of the product
 */
record ProductFact(String sku, String name, Money price, boolean available, long version) {

    ProductFact {
        if (!sku.matches("[A-Z0-9][A-Z0-9 _.-]{0,39}") || price.exceedsLargest()) {
            throw new IllegalArgumentException("not a product that can be sold: " + sku);
        }
    }

    ProductFact newer(ProductFact other) {
        return other.version > version ? other : this;
    }
}
