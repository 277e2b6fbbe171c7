/** The console's parts, without a browser and without a shop. */
@NullMarked
package io.everstore.local.console;

import org.jspecify.annotations.NullMarked;
