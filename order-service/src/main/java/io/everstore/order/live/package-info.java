/** Tells a customer who watches an order of each status change, a moment after it. */
@NullMarked
package io.everstore.order.live;

import org.jspecify.annotations.NullMarked;
