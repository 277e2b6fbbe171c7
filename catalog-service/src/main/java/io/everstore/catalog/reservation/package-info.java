/** What orders hold of the stock: held, settled or given back, as the order service decides. */
@NullMarked
package io.everstore.catalog.reservation;

import org.jspecify.annotations.NullMarked;
