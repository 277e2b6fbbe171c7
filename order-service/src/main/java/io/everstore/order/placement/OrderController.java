package io.everstore.order.placement;

import io.everstore.order.history.OrderView;
import io.everstore.order.idempotency.IdempotencyKey;
import jakarta.validation.Valid;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes orders. A re-send gets the answer of the first time, 201 with the same order in its present
 * status, and the header {@value #REPLAYED} tells them apart for those who care.
 */
@RestController
class OrderController {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";

    private final Checkout checkout;
    private final Clock clock;

    OrderController(Checkout checkout, Clock clock) {
        this.checkout = checkout;
        this.clock = clock;
    }

    @PostMapping("/api/orders")
    ResponseEntity<OrderView> place(
            @RequestHeader(name = KEY, required = false) @Nullable String key,
            @Valid @RequestBody OrderRequest request,
            Principal customer) {
        if (key == null) {
            throw KeyMissing.here();
        }
        Purchase purchase =
                Purchase.of(
                        customer.getName(),
                        new IdempotencyKey(key),
                        Basket.of(request),
                        clock.instant());
        Placed placed = checkout.place(purchase);
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.created(URI.create("/api/orders/" + placed.order().id()));
        if (placed.replayed()) {
            answer.header(REPLAYED, "true");
        }
        return answer.body(OrderView.of(placed.order()));
    }
}
