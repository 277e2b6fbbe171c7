/** Searching without a database: an index of the product facts in this process. */
@NullMarked
package io.everstore.catalog.limited;

import org.jspecify.annotations.NullMarked;
