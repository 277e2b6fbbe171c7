package io.everstore.order.placement;

import io.everstore.order.idempotency.Fingerprint;
import io.everstore.order.pricing.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to be ordered: a valid request in which lines of the same SKU became one.
 *
 * @param items in the order in which their SKUs first came
 */
public record Basket(List<Item> items, @Nullable Money expectedTotal) {

    static final int MAX_LINES = 1000;
    static final int MAX_QUANTITY = 100_000;

    public Basket {
        items = List.copyOf(items);
        if (items.isEmpty()
                || items.size() > MAX_LINES
                || items.stream().anyMatch(item -> item.quantity > MAX_QUANTITY)
                || items.stream().map(Item::sku).distinct().count() < items.size()) {
            throw new IllegalArgumentException("no order: " + items.size() + " lines");
        }
    }

    /**
     * So much of one product.
     *
     * @param positions the lines of the request it comes from, counted from 0, to name them in
     *     errors
     */
    public record Item(String sku, int quantity, List<Integer> positions) {

        public Item {
            if (!sku.matches("[A-Z0-9][A-Z0-9 _.-]{0,39}") || quantity < 1) {
                throw new IllegalArgumentException(
                        "cannot be ordered: %d of %s".formatted(quantity, sku));
            }
            positions = List.copyOf(positions);
        }

        private Item and(Item same) {
            List<Integer> both = new ArrayList<>(positions);
            both.addAll(same.positions);
            // No overflow: at most 1000 lines of at most 100,000.
            return new Item(sku, quantity + same.quantity, both);
        }
    }

    /**
     * @throws LinesNotValid when lines of one SKU ask for too much of it together
     */
    static Basket of(OrderRequest request) {
        Map<String, Item> items = new LinkedHashMap<>();
        for (int i = 0; i < request.lines().size(); i++) {
            OrderRequest.Line line = request.lines().get(i);
            items.merge(line.sku(), new Item(line.sku(), line.quantity(), List.of(i)), Item::and);
        }
        List<Item> tooMany =
                items.values().stream().filter(item -> item.quantity > MAX_QUANTITY).toList();
        if (!tooMany.isEmpty()) {
            throw LinesNotValid.tooManyOf(tooMany);
        }
        OrderRequest.Amount total = request.expectedTotal();
        return new Basket(
                List.copyOf(items.values()),
                total == null ? null : new Money(total.amount(), total.currency()));
    }

    public List<String> skus() {
        return items.stream().map(Item::sku).toList();
    }

    /**
     * The same for two requests that ask for the same: neither the order of the lines nor how they
     * were split or written matters.
     */
    public Fingerprint fingerprint() {
        Map<String, Integer> quantities = new TreeMap<>();
        items.forEach(item -> quantities.put(item.sku, item.quantity));
        return Fingerprint.of("order.v1 " + quantities + " " + expectedTotal);
    }
}
