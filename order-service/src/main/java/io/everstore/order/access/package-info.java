/** Who may call this service: customers with a token of the gateway, and nobody else. */
@NullMarked
package io.everstore.order.access;

import org.jspecify.annotations.NullMarked;
