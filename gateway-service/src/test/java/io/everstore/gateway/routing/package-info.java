/** Tests; see the package of the same name. */
@NullMarked
package io.everstore.gateway.routing;

import org.jspecify.annotations.NullMarked;
