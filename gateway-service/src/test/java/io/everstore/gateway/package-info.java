/** Tests; see the package of the same name. */
@NullMarked
package io.everstore.gateway;

import org.jspecify.annotations.NullMarked;
