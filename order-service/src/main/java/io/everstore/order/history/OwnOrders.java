package io.everstore.order.history;

import io.everstore.order.lifecycle.Orders;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks up one order for its customer, wherever it is. */
@Component
public class OwnOrders {

    private final Orders orders;

    OwnOrders(Orders orders) {
        this.orders = orders;
    }

    /**
     * The order as its customer sees it now.
     *
     * @throws OrderNotFound when the customer has no such order
     */
    public OrderView find(String customer, UUID id) {
        return orders.find(customer, id)
                .map(OrderView::of)
                .orElseThrow(() -> OrderNotFound.withId(id.toString()));
    }

    /**
     * The id in a path.
     *
     * @throws OrderNotFound when it is none, because then there is no such order
     */
    public static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw OrderNotFound.withId(text);
        }
    }
}
