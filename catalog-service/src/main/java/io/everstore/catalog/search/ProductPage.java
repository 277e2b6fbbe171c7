package io.everstore.catalog.search;

import io.everstore.catalog.product.ProductDetails;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing.
 *
 * @param next cursor of the page after this one; null: this is the last
 */
public record ProductPage(List<ProductDetails> items, @Nullable String next) {}
