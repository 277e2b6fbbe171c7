/** Cursors for keyset paging that a client can hold but not change. */
@NullMarked
package io.everstore.catalog.paging;

import org.jspecify.annotations.NullMarked;
