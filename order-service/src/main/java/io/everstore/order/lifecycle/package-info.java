/** What an order is: its lines, its total, the only status changes it allows, and its rows. */
@NullMarked
package io.everstore.order.lifecycle;

import org.jspecify.annotations.NullMarked;
