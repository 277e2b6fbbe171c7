/** Waiting for a condition, with a limit and a reason. */
@NullMarked
package io.everstore.local.probe;

import org.jspecify.annotations.NullMarked;
