/** Asks the shop where its stock does not add up. */
@NullMarked
package io.everstore.local.drift;

import org.jspecify.annotations.NullMarked;
