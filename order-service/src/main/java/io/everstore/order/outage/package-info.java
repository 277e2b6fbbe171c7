/** Knows whether the database is away, so that nobody waits for it in vain. */
@NullMarked
package io.everstore.order.outage;

import org.jspecify.annotations.NullMarked;
