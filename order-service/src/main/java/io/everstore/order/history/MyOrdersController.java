package io.everstore.order.history;

import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.Orders;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The caller's own orders; also an administrator sees no others here. Who the caller is comes from
 * the token and from nowhere else, and is part of every statement.
 */
@RestController
@RequestMapping("/api/orders")
class MyOrdersController {

    private final OwnOrders own;
    private final Orders orders;

    MyOrdersController(OwnOrders own, Orders orders) {
        this.own = own;
        this.orders = orders;
    }

    @GetMapping("/{id}")
    public OrderView one(@PathVariable String id, Principal customer) {
        return own.find(customer.getName(), OwnOrders.id(id));
    }

    /**
     * A page by keyset: it costs the same however far back it is, and orders that are placed
     * meanwhile neither repeat nor hide any.
     */
    @GetMapping
    public OrderPage page(
            @RequestParam @Nullable String after,
            @RequestParam(defaultValue = "24") @Min(1) @Max(100) int limit,
            Principal principal) {
        String customer = principal.getName();
        int oneMore = limit + 1;
        List<Order> found;
        if (after == null) {
            found = orders.newest(customer, oneMore);
        } else {
            OrderCursor cursor = OrderCursor.decode(customer, after);
            found = orders.after(customer, cursor.placedAt(), cursor.id(), oneMore);
        }
        List<Order> shown = found.subList(0, Math.min(limit, found.size()));
        return new OrderPage(
                shown.stream().map(OrderView::of).toList(),
                found.size() > limit ? OrderCursor.at(shown.getLast()).encode(customer) : null);
    }
}
