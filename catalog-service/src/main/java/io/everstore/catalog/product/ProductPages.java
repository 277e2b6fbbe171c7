package io.everstore.catalog.product;

/** Where product pages come from: as fast as possible, and seconds old at worst. */
public interface ProductPages {

    /**
     * The page of a product.
     *
     * @throws ProductNotFound if there is none of that number
     */
    ProductPage page(Sku sku);

    /**
     * A product and how it was found.
     *
     * @param cacheStatus value for the header {@code Cache-Status} (RFC 9211)
     */
    record ProductPage(ProductDetails product, String cacheStatus) {}
}
