package io.everstore.catalog.product;

import java.util.Optional;

/** Products as this process remembers them, for the time that nobody else can be asked. */
public interface RememberedProducts {

    /**
     * What is remembered of a product: its description is empty, and its stock is 1 for however
     * many pieces there are. Empty if nothing is, which does not mean that there is no such
     * product.
     */
    Optional<ProductDetails> recall(Sku sku);
}
