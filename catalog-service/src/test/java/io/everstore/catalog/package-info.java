/** The catalog service as a whole, on real PostgreSQL, Redis and Kafka. */
@NullMarked
package io.everstore.catalog;

import org.jspecify.annotations.NullMarked;
