package io.everstore.catalog.product;

/** A product was changed; published inside the transaction that changes it. */
public record ProductChanged(Sku sku) {}
