package io.everstore.catalog.facts;

import io.everstore.catalog.product.ProductFact;
import java.util.Collection;

/**
 * Hears every fact about every product: first all that are known, from the beginning, and then each
 * new one a moment after it was committed, whichever instance committed it.
 *
 * <p>Facts about one SKU come in the order of their versions, but may come again from the
 * beginning. All listeners are called by one thread, so nobody hears anything while one is busy.
 */
public interface FactListener {

    /** Takes some facts. What it throws is logged, and these facts do not come back. */
    void heard(Collection<ProductFact> facts);
}
