package io.everstore.order.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of a customer's orders, newest first.
 *
 * @param next the cursor of the page after this one, null when this is the last
 * @param limited whether there may be more that cannot be shown now; only in the JSON if so
 */
record OrderPage(
        List<OrderView> items,
        @Nullable String next,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean limited) {}
