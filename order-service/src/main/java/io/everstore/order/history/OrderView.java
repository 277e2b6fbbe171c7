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
 * @param total missing in a queued order whose customer expected none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OrderView(
        UUID id,
        OrderStatus status,
        @Nullable String reason,
        List<Line> lines,
        @Nullable Money total,
        Instant placedAt) {

    /**
     * A line of it.
     *
     * @param name missing, like the price, while the order is queued
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Line(String sku, @Nullable String name, int quantity, @Nullable Money unitPrice) {

        public static Line queued(String sku, int quantity) {
            return new Line(sku, null, quantity, null);
        }

        private static Line of(OrderLine line) {
            return new Line(line.sku(), line.name(), line.quantity(), line.unitPrice());
        }
    }

    public static OrderView of(Order order) {
        return new OrderView(
                order.id(),
                order.status(),
                order.reason(),
                order.lines().stream().map(Line::of).toList(),
                order.total(),
                order.placedAt());
    }

    /** An order that was accepted and is not stored yet. */
    public static OrderView queued(
            UUID id, List<Line> lines, @Nullable Money expectedTotal, Instant queuedAt) {
        return new OrderView(id, OrderStatus.QUEUED, null, lines, expectedTotal, queuedAt);
    }
}
