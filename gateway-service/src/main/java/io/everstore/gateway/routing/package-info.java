/** Which path goes to which service, and what a request on it may take. */
@NullMarked
package io.everstore.gateway.routing;

import org.jspecify.annotations.NullMarked;
