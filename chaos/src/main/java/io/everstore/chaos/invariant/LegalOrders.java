package io.everstore.chaos.invariant;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** I7. That no status changes illegally is a trigger in the database; here is what it led to. */
final class LegalOrders implements Invariant {

    private final Evidence evidence;

    LegalOrders(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public String id() {
        return "I7";
    }

    @Override
    public String promise() {
        return "totals add up, and every order is settled";
    }

    @Override
    public List<String> violations() {
        String own = "id in (" + evidence.ordersOfThisRun() + ")";
        List<String> wrong =
                new ArrayList<>(
                        Evidence.named(
                                new TreeSet<>(
                                        evidence.orders(
                                                "select id from orders join order_line on order_id = id where "
                                                        + own
                                                        + " group by id, total having sum(quantity * unit_price) <> total")),
                                "the lines of order %s are not its total"));
        wrong.addAll(
                Evidence.named(
                        new TreeSet<>(
                                evidence.orders(
                                        "select id, status from orders where status not in ('CONFIRMED', 'REJECTED', 'CANCELLED') and "
                                                + own)),
                        "order|status is not settled: %s"));
        return wrong;
    }
}
