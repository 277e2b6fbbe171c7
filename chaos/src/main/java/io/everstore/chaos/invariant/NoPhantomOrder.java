package io.everstore.chaos.invariant;

import java.util.List;
import java.util.TreeSet;

/** I4. */
final class NoPhantomOrder implements Invariant {

    private final Evidence evidence;

    NoPhantomOrder(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public String id() {
        return "I4";
    }

    @Override
    public String promise() {
        return "no order that nobody sent";
    }

    @Override
    public List<String> violations() {
        TreeSet<String> phantoms =
                new TreeSet<>(
                        evidence.orders(
                                "select key from idempotency_key where "
                                        + evidence.ofThisRun("key")));
        phantoms.removeAll(evidence.history().attempted());
        List<String> wrong =
                new java.util.ArrayList<>(
                        Evidence.named(phantoms, "nobody sent the order with key %s"));
        wrong.addAll(
                Evidence.named(
                        new TreeSet<>(
                                evidence.orders(
                                        "select o.id from orders o where not exists (select from idempotency_key k where k.order_id = o.id)")),
                        "order %s has no key"));
        return wrong;
    }
}
