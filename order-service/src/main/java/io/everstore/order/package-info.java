/** Checkout: an order that was acknowledged is never lost and never placed twice. */
@NullMarked
package io.everstore.order;

import org.jspecify.annotations.NullMarked;
