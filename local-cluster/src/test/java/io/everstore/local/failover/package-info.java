/** Failover of PostgreSQL, simulated and for real. */
@NullMarked
package io.everstore.local.failover;

import org.jspecify.annotations.NullMarked;
