/**
 * The live console: the topology, the traffic and the faults of the local shop, in a browser. It
 * knows the runtime only by {@link io.everstore.local.console.Plant}.
 */
@NullMarked
package io.everstore.local.console;

import org.jspecify.annotations.NullMarked;
