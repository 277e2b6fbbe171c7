/**
 * The order tier's own price book, so that an order can be priced while the whole catalog is away.
 */
@NullMarked
package io.everstore.order.pricing;

import org.jspecify.annotations.NullMarked;
