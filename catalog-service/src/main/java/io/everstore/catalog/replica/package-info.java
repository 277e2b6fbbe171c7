/** Reading from the database without drowning it, and from a standby when the primary is lost. */
@NullMarked
package io.everstore.catalog.replica;

import org.jspecify.annotations.NullMarked;
