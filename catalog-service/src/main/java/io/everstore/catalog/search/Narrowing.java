package io.everstore.catalog.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which products come into question.
 *
 * @param category only this one; null for all
 * @param after only products behind this one; null for all
 */
record Narrowing(Terms terms, @Nullable String category, Fit fit, @Nullable Match after) {

    /** In SQL: where in the shop. Perhaps empty. */
    String place() {
        List<String> conditions = new ArrayList<>();
        if (category != null) {
            conditions.add("category = :category");
        }
        if (after != null) {
            conditions.add("(price, sku) > (:price, :sku)");
        }
        return String.join(" and ", conditions);
    }

    /** In SQL: where in the shop, and fitting. */
    String condition() {
        return place().isEmpty() ? fit.condition() : place() + " and " + fit.condition();
    }

    /** The values of the parameters, and perhaps of some that are not there. */
    Map<String, Object> values() {
        Map<String, Object> values = new HashMap<>();
        values.put("dictionary", terms.dictionary());
        values.put("whole", terms.whole());
        values.put("begun", terms.begun());
        if (category != null) {
            values.put("category", category);
        }
        if (after != null) {
            values.put("price", after.price());
            values.put("sku", after.sku());
        }
        return values;
    }
}
