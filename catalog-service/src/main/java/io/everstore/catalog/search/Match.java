package io.everstore.catalog.search;

import java.math.BigDecimal;

/** A product that fits, and its place among those that fit as well. */
record Match(Fit fit, BigDecimal price, String sku) {}
