/** Tests of what the caches decide. */
@NullMarked
package io.everstore.catalog.caching;

import org.jspecify.annotations.NullMarked;
