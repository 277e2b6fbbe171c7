package io.everstore.catalog.product;

/**
 * A shelf of the shop.
 *
 * @param count products on it
 */
public record Category(String name, long count) {}
