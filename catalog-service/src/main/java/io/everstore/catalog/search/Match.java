package io.everstore.catalog.search;

import io.everstore.catalog.product.ProductDetails;
import java.util.List;

/**
 * A product that was found.
 *
 * @param relevance larger is better; whole steps, so that products that fit about equally well are
 *     in order of price
 */
record Match(ProductDetails product, int relevance) {

    /** Where a search goes on after this one. */
    List<String> position(Matching matching) {
        return List.of(
                matching.name(),
                Integer.toString(relevance),
                product.price().amount().toPlainString(),
                product.sku());
    }
}
