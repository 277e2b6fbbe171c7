package io.everstore.chaos.invariant;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** I3. */
final class StockAddsUp implements Invariant {

    private final Evidence evidence;
    private final Set<String> oversold = new TreeSet<>();

    StockAddsUp(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public String id() {
        return "I3";
    }

    @Override
    public String promise() {
        return "per product, adjustments = remaining + reserved; never negative";
    }

    @Override
    public void sample() {
        oversold.addAll(evidence.catalog("select sku from stock where quantity < 0"));
    }

    @Override
    public List<String> violations() {
        sample();
        List<String> wrong = new ArrayList<>(Evidence.named(oversold, "product %s is oversold"));
        wrong.addAll(
                Evidence.named(
                        new TreeSet<>(
                                evidence.catalog(
                                        "select sku, adjusted, remaining, reserved from stock_drift")),
                        "product|adjustments|remaining|reserved do not add up: %s"));
        wrong.addAll(
                Evidence.named(
                        unlikeOrders(),
                        "order|product|quantity is not what the other tier has: %s"));
        return wrong;
    }

    /** What is reserved and not ordered, or ordered and not reserved. */
    private Set<String> unlikeOrders() {
        Set<String> ids = evidence.orderIds();
        Set<String> reserved = new TreeSet<>();
        evidence
                .catalog(
                        "select order_id, sku, quantity from reservation where state is distinct from 'RELEASED'")
                .stream()
                .filter(row -> ids.contains(row.substring(0, row.indexOf('|'))))
                .forEach(reserved::add);
        Set<String> confirmed =
                new TreeSet<>(
                        evidence.orders(
                                "select order_id, sku, quantity from order_line join orders on id = order_id"
                                        + " where status = 'CONFIRMED' and order_id in ("
                                        + evidence.ordersOfThisRun()
                                        + ")"));
        Set<String> different = new TreeSet<>(reserved);
        different.addAll(confirmed);
        reserved.retainAll(confirmed);
        different.removeAll(reserved);
        return different;
    }
}
