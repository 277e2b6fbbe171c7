/** Random faults for a long time, the same ones for the same seed. */
@NullMarked
package io.everstore.chaos.soak;

import org.jspecify.annotations.NullMarked;
