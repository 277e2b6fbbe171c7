/** The one address of the shop: balances over the gateways. */
@NullMarked
package io.everstore.local.edge;

import org.jspecify.annotations.NullMarked;
