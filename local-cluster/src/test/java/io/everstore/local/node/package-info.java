/** Tests; see the package of the same name. */
@NullMarked
package io.everstore.local.node;

import org.jspecify.annotations.NullMarked;
