/** Tests; see the package of the same name. */
@NullMarked
package io.everstore.gateway.forwarding;

import org.jspecify.annotations.NullMarked;
