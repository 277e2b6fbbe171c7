package io.everstore.chaos.invariant;

import io.everstore.chaos.targets.Target;
import io.everstore.chaos.workload.History;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What customers know, and where to look for what the shop knows.
 *
 * @param prefix of all keys of this run: whatever else is in the shop is not judged
 */
public record Evidence(Target target, History history, String prefix) {

    /** Names at most so many of what is wrong. */
    private static final int NAMED = 20;

    List<String> orders(String sql) {
        return target.databases().query("orders", sql);
    }

    List<String> catalog(String sql) {
        return target.databases().query("catalog", sql);
    }

    /** The ids of all orders of this run. */
    Set<String> orderIds() {
        return Set.copyOf(orders("select order_id from idempotency_key where " + ofThisRun("key")));
    }

    String ofThisRun(String column) {
        return "starts_with(%s, '%s')".formatted(column, prefix);
    }

    /** A query for orders of this run, to be joined to a table with their ids. */
    String ordersOfThisRun() {
        return "select order_id from idempotency_key where " + ofThisRun("key");
    }

    /** A sentence for each of the first of them. */
    static List<String> named(Set<String> wrong, String sentence) {
        List<String> named =
                wrong.stream()
                        .sorted()
                        .limit(NAMED)
                        .map(sentence::formatted)
                        .collect(Collectors.toList());
        if (wrong.size() > NAMED) {
            named.add("and %d more".formatted(wrong.size() - NAMED));
        }
        return named;
    }
}
