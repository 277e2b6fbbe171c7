/** Turns the catalog's answer about stock into a confirmed or rejected order, exactly once. */
@NullMarked
package io.everstore.order.confirmation;

import org.jspecify.annotations.NullMarked;
