/** Tests; see the package of the same name. */
@NullMarked
package io.everstore.gateway.identity;

import org.jspecify.annotations.NullMarked;
