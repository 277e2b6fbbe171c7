/** The edge: routes, balancing, login and the storefront. */
@NullMarked
package io.everstore.gateway;

import org.jspecify.annotations.NullMarked;
