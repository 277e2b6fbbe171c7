/** The shelves of the shop, and how much is on each of them. */
@NullMarked
package io.everstore.catalog.category;

import org.jspecify.annotations.NullMarked;
