/** The shop under test: the faults that its runtime can do, and what can be seen of it. */
@NullMarked
package io.everstore.chaos.targets;

import org.jspecify.annotations.NullMarked;
