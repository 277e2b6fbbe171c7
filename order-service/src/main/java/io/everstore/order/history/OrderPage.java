package io.everstore.order.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a customer's orders, newest first.
 *
 * @param next the cursor of the page after this one, null when this is the last
 */
record OrderPage(List<OrderView> items, @Nullable String next) {}
