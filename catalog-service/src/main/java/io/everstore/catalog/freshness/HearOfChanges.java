package io.everstore.catalog.freshness;

import io.everstore.catalog.caching.PageKey;
import io.everstore.catalog.caching.Pages;
import io.everstore.catalog.facts.FactListener;
import io.everstore.catalog.product.ProductFact;
import java.util.Collection;
import org.springframework.stereotype.Component;

/**
 * Outdates the pages of what was changed on another instance, also if Redis knows nothing of it.
 */
@Component
class HearOfChanges implements FactListener {

    private final Pages pages;

    HearOfChanges(Pages pages) {
        this.pages = pages;
    }

    @Override
    public void heard(Collection<ProductFact> facts) {
        facts.forEach(fact -> pages.heard(PageKey.ofProduct(fact.sku()), fact.version()));
    }
}
