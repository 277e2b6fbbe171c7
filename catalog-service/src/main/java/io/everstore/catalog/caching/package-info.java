/** Product pages from Redis, which is never the truth and may be gone at any time. */
@NullMarked
package io.everstore.catalog.caching;

import org.jspecify.annotations.NullMarked;
