/** How much is left: adjusted by hand, reserved by orders, never negative, always adding up. */
@NullMarked
package io.everstore.catalog.stock;

import org.jspecify.annotations.NullMarked;
