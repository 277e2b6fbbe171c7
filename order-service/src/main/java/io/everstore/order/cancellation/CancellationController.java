package io.everstore.order.cancellation;

import io.everstore.order.history.OrderNotFound;
import io.everstore.order.history.OrderView;
import io.everstore.order.history.OwnOrders;
import java.security.Principal;
import java.util.UUID;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes cancellations from an order's own customer. */
@RestController
class CancellationController {

    private final Cancellation cancellation;
    private final OwnOrders own;

    CancellationController(Cancellation cancellation, OwnOrders own) {
        this.cancellation = cancellation;
        this.own = own;
    }

    @PostMapping("/api/orders/{id}/cancel")
    OrderView cancel(@PathVariable String id, Principal customer) {
        UUID order = OwnOrders.id(id);
        try {
            return OrderView.of(cancellation.cancel(customer.getName(), order));
        } catch (OrderNotFound _) {
            // It may still wait to be placed; if it does not, this throws the same.
            OrderView elsewhere = own.find(customer.getName(), order);
            throw NotCancellable.now(order, elsewhere.status());
        }
    }
}
