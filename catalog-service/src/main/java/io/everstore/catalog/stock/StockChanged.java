package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;
import java.util.Set;

/** There is more or less left of these products; published inside the transaction that does it. */
public record StockChanged(Set<Sku> skus) {}
