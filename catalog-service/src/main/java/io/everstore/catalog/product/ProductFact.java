package io.everstore.catalog.product;

/**
 * What the rest of the shop may know of a product: an event on {@value #TOPIC}, where the latest
 * one per SKU is kept.
 *
 * @param available whether there is any stock; the number changes too often to be a fact
 */
public record ProductFact(
        String sku, String name, String category, Amount price, boolean available, long version) {

    public static final String TOPIC = "catalog.products";
    public static final String TYPE = "dev.everstore.product.v1";

    /**
     * A price in an event.
     *
     * @param amount decimal as text, so that no consumer reads it into a binary fraction
     */
    public record Amount(String amount, String currency) {}

    static ProductFact of(ProductDetails product) {
        Price price = product.price();
        return new ProductFact(
                product.sku(),
                product.name(),
                product.category(),
                new Amount(price.amount().toPlainString(), price.currency()),
                product.available() > 0,
                product.version());
    }
}
