/** What the edge keeps to itself. */
@NullMarked
package io.everstore.local.edge;

import org.jspecify.annotations.NullMarked;
