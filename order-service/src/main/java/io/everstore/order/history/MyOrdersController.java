package io.everstore.order.history;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
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
    private final OwnPages pages;

    MyOrdersController(OwnOrders own, OwnPages pages) {
        this.own = own;
        this.pages = pages;
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
        return pages.page(
                customer, after == null ? null : OrderCursor.decode(customer, after), limit);
    }
}
