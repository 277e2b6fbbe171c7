/**
 * Pages from the nearest place that has them: this process, Redis, the database; and an old page
 * rather than none.
 */
@NullMarked
package io.everstore.catalog.caching;

import org.jspecify.annotations.NullMarked;
