/** Customers: an open loop of requests, and what became of each. */
@NullMarked
package io.everstore.chaos.workload;

import org.jspecify.annotations.NullMarked;
