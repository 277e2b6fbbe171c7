package io.everstore.catalog.category;

/**
 * A shelf of the shop.
 *
 * @param count products on it
 */
record Category(String name, long count) {}
