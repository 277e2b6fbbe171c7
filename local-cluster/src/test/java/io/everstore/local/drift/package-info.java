/** The drift command against a shop in memory. */
@NullMarked
package io.everstore.local.drift;

import org.jspecify.annotations.NullMarked;
