/** What is not even begun when there is too much to do: browsing first, checkouts last. */
@NullMarked
package io.everstore.catalog.admission;

import org.jspecify.annotations.NullMarked;
