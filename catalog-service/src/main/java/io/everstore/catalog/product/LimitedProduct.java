package io.everstore.catalog.product;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What can be said of a product without the database.
 *
 * @param product without its description, and with 1 for however many pieces there are
 * @param limited always true: there is more to know
 */
record LimitedProduct(@JsonUnwrapped ProductDetails product, boolean limited) {}
