/** What the shop puts in its window: an optional feature that never delays a page. */
@NullMarked
package io.everstore.catalog.bestseller;

import org.jspecify.annotations.NullMarked;
