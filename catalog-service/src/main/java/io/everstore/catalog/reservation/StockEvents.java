package io.everstore.catalog.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.everstore.catalog.product.Sku;
import io.everstore.outbox.Outbox;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What is told to the order service on {@value #TOPIC}, with the order's id as the key. Each method
 * joins the transaction of the change it tells of, and throws if there is none.
 */
@Component
class StockEvents {

    static final String TOPIC = "catalog.stock";

    private final Outbox outbox;

    StockEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    void reserved(UUID orderId) {
        append("dev.everstore.stock.reserved.v1", new Data(orderId, null, null));
    }

    void rejected(UUID orderId, List<Sku> lacking) {
        List<String> skus = lacking.stream().map(Sku::value).toList();
        append("dev.everstore.stock.rejected.v1", new Data(orderId, "OUT_OF_STOCK", skus));
    }

    void released(UUID orderId, OrderWord reason) {
        append("dev.everstore.stock.released.v1", new Data(orderId, reason.name(), null));
    }

    /** A question: what became of these orders? Their stock has been held for long. */
    void expired(Collection<UUID> orderIds) {
        outbox.appendAll(
                orderIds.stream()
                        .map(id -> new Data(id, null, null))
                        .map(data -> event("dev.everstore.stock.expired.v1", data))
                        .toList());
    }

    private void append(String type, Data data) {
        outbox.appendAll(List.of(event(type, data)));
    }

    private static Outbox.Event event(String type, Data data) {
        return new Outbox.Event(TOPIC, data.orderId().toString(), type, data);
    }

    /**
     * The data of every event.
     *
     * @param reason why nothing is reserved (any more); absent if that is not so
     * @param skus the products of which there was too little; absent if there was enough
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Data(UUID orderId, @Nullable String reason, @Nullable List<String> skus) {}
}
