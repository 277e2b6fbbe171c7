/**
 * The failure detector and failover of PostgreSQL: fence first, promote only what holds every
 * acknowledged commit.
 */
@NullMarked
package io.everstore.local.failover;

import org.jspecify.annotations.NullMarked;
