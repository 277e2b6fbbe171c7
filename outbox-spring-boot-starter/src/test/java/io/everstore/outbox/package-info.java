/** The outbox on a real PostgreSQL and a real broker. */
@NullMarked
package io.everstore.outbox;

import org.jspecify.annotations.NullMarked;
