/** A customer's own orders, one by one or page by page. */
@NullMarked
package io.everstore.order.history;

import org.jspecify.annotations.NullMarked;
