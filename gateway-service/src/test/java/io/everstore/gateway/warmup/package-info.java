/** That a gateway warms up as the starter promises, with its own visits. */
@NullMarked
package io.everstore.gateway.warmup;

import org.jspecify.annotations.NullMarked;
