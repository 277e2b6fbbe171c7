/** Dead letters on a real broker. */
@NullMarked
package io.everstore.local.deadletters;

import org.jspecify.annotations.NullMarked;
