/** The catalogue: what the shop sells, and how much of it is left. */
@NullMarked
package io.everstore.catalog;

import org.jspecify.annotations.NullMarked;
