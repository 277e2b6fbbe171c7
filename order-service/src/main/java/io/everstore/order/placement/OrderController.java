package io.everstore.order.placement;

import io.everstore.order.history.OrderView;
import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.lifecycle.Order;
import jakarta.validation.Valid;
import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes orders: 201 when placed, 202 when queued because the database is away. A re-send gets the
 * same order in its present status, and the header {@value #REPLAYED} tells it apart for those who
 * care.
 */
@RestController
class OrderController {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";

    private final Checkout checkout;
    private final Outcomes outcomes;
    private final Clock clock;

    OrderController(Checkout checkout, Outcomes outcomes, Clock clock) {
        this.checkout = checkout;
        this.outcomes = outcomes;
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
        return switch (outcomes.count(() -> checkout.place(purchase))) {
            case Placed(Order order, boolean replayed) -> {
                var answer = ResponseEntity.created(at(order.id()));
                yield (replayed ? answer.header(REPLAYED, "true") : answer)
                        .body(OrderView.of(order));
            }
            case Queued(Purchase queued) ->
                    ResponseEntity.accepted().location(at(queued.orderId())).body(queued.view());
        };
    }

    private static URI at(UUID order) {
        return URI.create("/api/orders/" + order);
    }
}
