package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;

/** Pieces of one product in an order. */
public record Line(Sku sku, int quantity) {}
