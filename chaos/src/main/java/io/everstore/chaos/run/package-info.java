/** Carries out an experiment and comes to a verdict. */
@NullMarked
package io.everstore.chaos.run;

import org.jspecify.annotations.NullMarked;
