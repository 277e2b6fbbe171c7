/** Finding products among a million of them, page by page, without reading all that match. */
@NullMarked
package io.everstore.catalog.search;

import org.jspecify.annotations.NullMarked;
