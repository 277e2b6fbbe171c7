package io.everstore.chaos.invariant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** I2. */
final class NoOrderTwice implements Invariant {

    private final Evidence evidence;

    NoOrderTwice(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public String id() {
        return "I2";
    }

    @Override
    public String promise() {
        return "one order per key, and a re-send returns the same";
    }

    @Override
    public List<String> violations() {
        Map<String, Set<String>> stored = new HashMap<>();
        evidence.orders(
                        "select key, order_id from idempotency_key where "
                                + evidence.ofThisRun("key"))
                .forEach(row -> add(stored, row.split("\\|", 2)));
        List<String> wrong = new ArrayList<>();
        stored.forEach(
                (key, ids) -> {
                    if (ids.size() > 1) {
                        wrong.add("key %s has the orders %s".formatted(key, ids));
                    }
                });
        evidence.history()
                .acknowledged()
                .forEach(
                        (key, ids) -> {
                            Set<String> found = stored.getOrDefault(key, Set.of());
                            if (ids.size() > 1 || (!found.isEmpty() && !found.containsAll(ids))) {
                                wrong.add(
                                        "key %s was answered with %s, and is stored with %s"
                                                .formatted(key, ids, found));
                            }
                        });
        return wrong;
    }

    private static void add(Map<String, Set<String>> stored, String[] row) {
        stored.computeIfAbsent(row[0], _ -> new TreeSet<>()).add(row[1]);
    }
}
