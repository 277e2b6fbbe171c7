/** What must be true of the shop, whatever fails. */
@NullMarked
package io.everstore.chaos.invariant;

import org.jspecify.annotations.NullMarked;
