/**
 * Takes an order once: order, lines, key and event in one local transaction, however often it is
 * sent.
 */
@NullMarked
package io.everstore.order.placement;

import org.jspecify.annotations.NullMarked;
