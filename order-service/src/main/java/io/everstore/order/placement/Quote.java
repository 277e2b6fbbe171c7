package io.everstore.order.placement;

import io.everstore.order.lifecycle.Order;
import io.everstore.order.lifecycle.OrderLine;
import io.everstore.order.placement.Basket.Item;
import io.everstore.order.pricing.Money;
import io.everstore.order.pricing.PriceLookup;
import io.everstore.order.pricing.PriceLookup.Found;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a basket costs by the price book, and what stands against selling it.
 *
 * @param lines as far as they are known: a product that is not is named by its SKU and costs
 *     nothing
 * @param unknown what the price book does not know
 * @param expected what the customer was shown
 */
record Quote(List<OrderLine> lines, List<Item> unknown, @Nullable Money expected) {

    private static final String DEFAULT_CURRENCY = "GBP";

    static Quote of(Basket basket, Map<String, PriceLookup> prices) {
        String currency = currency(basket, prices);
        List<OrderLine> lines = new ArrayList<>();
        List<Item> unknown = new ArrayList<>();
        for (Item item : basket.items()) {
            // Amounts of two currencies do not add up, so one order has one.
            if (prices.get(item.sku()) instanceof Found(String sku, String name, Money price)
                    && price.currency().equals(currency)) {
                lines.add(new OrderLine(sku, name, item.quantity(), price));
            } else {
                unknown.add(item);
                lines.add(
                        new OrderLine(
                                item.sku(),
                                item.sku(),
                                item.quantity(),
                                new Money(BigDecimal.ZERO, currency)));
            }
        }
        return new Quote(lines, unknown, basket.expectedTotal());
    }

    Money total() {
        return Order.sum(lines);
    }

    /**
     * @throws LinesNotValid when a product is not known
     * @throws TotalNotAccepted when it costs something else than expected, or too much
     */
    void check() {
        if (!unknown.isEmpty()) {
            throw LinesNotValid.unknownSku(unknown);
        }
        if (total().exceedsLargest()) {
            throw TotalNotAccepted.tooLarge(total());
        }
        if (expected != null && !expected.equals(total())) {
            throw TotalNotAccepted.changed(expected, total());
        }
    }

    /** The reason of an order that cannot be placed, or null if it can; as {@link #check}. */
    @Nullable String refusal() {
        if (!unknown.isEmpty()) {
            return "UNKNOWN_PRODUCT";
        }
        if (total().exceedsLargest()) {
            return "TOTAL_TOO_LARGE";
        }
        return expected == null || expected.equals(total()) ? null : "TOTAL_CHANGED";
    }

    private static String currency(Basket basket, Map<String, PriceLookup> prices) {
        for (Item item : basket.items()) {
            if (prices.get(item.sku()) instanceof Found found) {
                return found.price().currency();
            }
        }
        Money expected = basket.expectedTotal();
        return expected == null ? DEFAULT_CURRENCY : expected.currency();
    }
}
