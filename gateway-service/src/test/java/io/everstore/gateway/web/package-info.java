/** Tests; see the package of the same name. */
@NullMarked
package io.everstore.gateway.web;

import org.jspecify.annotations.NullMarked;
