package io.everstore.order.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.OrderLine;
import io.everstore.order.lifecycle.OrderStatus;
import io.everstore.order.pricing.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as the API shows it, the same in every answer.
 *
 * @param reason only in the JSON of a rejected order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderView(
        UUID id,
        OrderStatus status,
        @Nullable String reason,
        List<OrderLine> lines,
        Money total,
        Instant placedAt) {

    public static OrderView of(Order order) {
        return new OrderView(
                order.id(),
                order.status(),
                order.reason(),
                order.lines(),
                order.total(),
                order.placedAt());
    }
}
