/** Breaks the shop on purpose, and measures what its customers notice. */
@NullMarked
package io.everstore.chaos;

import org.jspecify.annotations.NullMarked;
