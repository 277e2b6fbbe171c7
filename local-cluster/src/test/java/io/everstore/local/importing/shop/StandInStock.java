package io.everstore.local.importing.shop;

import io.everstore.local.importing.shop.StandInShop.Reply;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The stock of the shop in memory, compared two products at a time. */
public final class StandInStock {

    private static final int STEP = 2;

    /** What one product has. */
    private record Shelf(long adjusted, long remaining, long reserved) {}

    private final NavigableMap<String, Shelf> shelves = new TreeMap<>();
    private boolean refuses;

    /** A product with this stock, right or wrong. */
    public StandInStock holds(String sku, long adjusted, long remaining, long reserved) {
        shelves.put(sku, new Shelf(adjusted, remaining, reserved));
        return this;
    }

    /** Whoever asks is no admin. */
    public void refuse() {
        refuses = true;
    }

    Reply answer(String after) {
        if (refuses) {
            return Reply.problem(403, "forbidden");
        }
        var json = StandInShop.JSON.createObjectNode();
        var items = json.putArray("items");
        int checked = 0;
        for (Map.Entry<String, Shelf> shelf : shelves.tailMap(after, false).entrySet()) {
            var has = shelf.getValue();
            if (has.adjusted != has.remaining + has.reserved) {
                items.addObject()
                        .put("sku", shelf.getKey())
                        .put("adjusted", has.adjusted)
                        .put("remaining", has.remaining)
                        .put("reserved", has.reserved);
            }
            if (++checked == STEP) {
                json.put("next", shelf.getKey());
                break;
            }
        }
        return Reply.of(200, json.put("checked", checked));
    }
}
