package io.everstore.catalog.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.everstore.catalog.product.Sku;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a placed order: an event on {@value #TOPIC}.
 *
 * @param reason why nothing was reserved; absent if everything was
 * @param skus the products of which there was too little; absent if everything was reserved
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StockReply(UUID orderId, @Nullable String reason, @Nullable List<String> skus) {

    static final String TOPIC = "catalog.stock";

    static StockReply reserved(UUID orderId) {
        return new StockReply(orderId, null, null);
    }

    static StockReply rejected(UUID orderId, List<Sku> lacking) {
        return new StockReply(orderId, "OUT_OF_STOCK", lacking.stream().map(Sku::value).toList());
    }

    /** The type of the event. A method, not a component: it is a header, no part of the data. */
    String type() {
        return reason == null
                ? "dev.everstore.stock.reserved.v1"
                : "dev.everstore.stock.rejected.v1";
    }
}
