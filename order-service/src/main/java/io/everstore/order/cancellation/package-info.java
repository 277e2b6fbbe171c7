/** Gives a customer's confirmed order up again, once, however often it is asked for. */
@NullMarked
package io.everstore.order.cancellation;

import org.jspecify.annotations.NullMarked;
