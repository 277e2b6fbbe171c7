/** Which nodes there are, on which ports, and where their files lie. */
@NullMarked
package io.everstore.local.topology;

import org.jspecify.annotations.NullMarked;
