package io.everstore.order.placement;

import io.everstore.order.placement.Basket.Item;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lines that are well-formed each, but cannot be ordered like this. */
final class LinesNotValid extends RuntimeException {

    private final String type;
    private final String title;
    private final List<Map<String, String>> errors;
    private final List<String> skus;

    private LinesNotValid(
            String type,
            String title,
            String detail,
            String field,
            String reason,
            List<Item> items) {
        super(detail);
        this.type = type;
        this.title = title;
        this.skus = items.stream().map(Item::sku).toList();
        this.errors =
                items.stream()
                        .flatMap(item -> item.positions().stream())
                        .sorted()
                        .map(i -> Map.of("field", "lines[" + i + "]." + field, "reason", reason))
                        .toList();
    }

    static LinesNotValid unknownSku(List<Item> items) {
        List<String> skus = items.stream().map(Item::sku).toList();
        return new LinesNotValid(
                "unknown-sku",
                "Unknown SKU",
                "There is no product "
                        + String.join(", ", skus)
                        + ". Nothing was ordered; leave the lines out or correct them.",
                "sku",
                "there is no product with this SKU",
                items);
    }

    static LinesNotValid tooManyOf(List<Item> items) {
        return new LinesNotValid(
                "quantity-too-large",
                "Quantity too large",
                "Lines of the same SKU count together, and an order takes at most "
                        + Basket.MAX_QUANTITY
                        + " of one. Nothing was ordered; split it into several orders.",
                "quantity",
                "the lines of this SKU are more than " + Basket.MAX_QUANTITY + " together",
                items);
    }

    String type() {
        return type;
    }

    String title() {
        return title;
    }

    String detail() {
        return Objects.requireNonNull(getMessage());
    }

    List<String> skus() {
        return skus;
    }

    List<Map<String, String>> errors() {
        return errors;
    }
}
