package io.everstore.catalog.limited;

import io.everstore.catalog.product.ProductDetails;
import io.everstore.catalog.product.RememberedProducts;
import io.everstore.catalog.product.Sku;
import java.util.Optional;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermQuery;
import org.springframework.stereotype.Component;

/** Single products out of the index. */
@Component
class LimitedProducts implements RememberedProducts {

    private final FactIndex index;

    LimitedProducts(FactIndex index) {
        this.index = index;
    }

    @Override
    public Optional<ProductDetails> recall(Sku sku) {
        TermQuery query = new TermQuery(new Term(FactDocument.SKU, sku.value()));
        return index.first(query, 1, Sort.INDEXORDER).stream().findFirst();
    }
}
