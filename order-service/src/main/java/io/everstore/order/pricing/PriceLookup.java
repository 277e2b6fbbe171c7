package io.everstore.order.pricing;

/**
 * What the price book knows of a SKU. There is no case for "the price book is away": it is in the
 * orders' own database, so without it there is no placing either, and the lookup throws.
 */
public sealed interface PriceLookup {

    /** The product as it is sold now; name and price are copied into the order line. */
    record Found(String sku, String name, Money price) implements PriceLookup {}

    /** The catalog has never told this service of the SKU. */
    record Unknown(String sku) implements PriceLookup {}
}
