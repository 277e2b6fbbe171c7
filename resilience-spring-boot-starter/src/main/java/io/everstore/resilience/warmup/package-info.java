/** Lets no customer be the first visitor of an instance that has just started. */
@NullMarked
package io.everstore.resilience.warmup;

import org.jspecify.annotations.NullMarked;
