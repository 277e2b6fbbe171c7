/** Lists of products over HTTP: browsing and searching, whole or limited, page by page. */
@NullMarked
package io.everstore.catalog.listing;

import org.jspecify.annotations.NullMarked;
