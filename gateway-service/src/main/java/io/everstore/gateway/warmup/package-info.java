/** Lets no customer be the first visitor of a gateway that has just started. */
@NullMarked
package io.everstore.gateway.warmup;

import org.jspecify.annotations.NullMarked;
