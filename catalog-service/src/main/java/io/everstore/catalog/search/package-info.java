/** Finding products, page by page: browsing and searching, apart because they degrade apart. */
@NullMarked
package io.everstore.catalog.search;

import org.jspecify.annotations.NullMarked;
