/** Tests; see the package of the same name. */
@NullMarked
package io.everstore.gateway.balancing;

import org.jspecify.annotations.NullMarked;
