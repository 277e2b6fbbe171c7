package io.everstore.chaos.invariant;

import io.everstore.local.audit.OrderEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** I5. */
final class EveryEventOnce implements Invariant {

    private final Evidence evidence;
    private final Map<TopicPartition, Long> from;

    /** Remembers where the events of this run begin. */
    EveryEventOnce(Evidence evidence) {
        this.evidence = evidence;
        this.from = evidence.target().brokers().ends(OrderEvents.TOPIC);
    }

    @Override
    public String id() {
        return "I5";
    }

    @Override
    public String promise() {
        return "every order has its events, each consumed with exactly one effect";
    }

    @Override
    public List<String> violations() {
        Set<String> orders = evidence.orderIds();
        OrderEvents events = OrderEvents.read(evidence.target().brokers(), from, orders::contains);
        Set<String> stored =
                new TreeSet<>(
                        evidence.orders(
                                "select id, status from orders where id in ("
                                        + evidence.ordersOfThisRun()
                                        + ")"));
        List<String> wrong = new ArrayList<>();
        wrong.addAll(
                Evidence.named(
                        without(stored, events.finalStates()),
                        "order|status that no events tell: %s"));
        wrong.addAll(
                Evidence.named(
                        without(events.finalStates(), stored),
                        "order|status that only events tell: %s"));
        wrong.addAll(Evidence.named(events.repeatedWithAnotherId(), "order %s has an event twice"));
        wrong.addAll(
                Evidence.named(
                        events.settledBeforePlaced(), "order %s was settled before it was placed"));
        List<String> effects =
                evidence.catalog(
                        "select event_id from inbox where consumer = 'catalog-service.stock'");
        Set<String> taken = new TreeSet<>();
        Set<String> twice =
                effects.stream().filter(id -> !taken.add(id)).collect(Collectors.toSet());
        twice.retainAll(events.ids());
        wrong.addAll(Evidence.named(twice, "event %s had its effect twice"));
        wrong.addAll(
                Evidence.named(
                        without(events.ids(), taken), "event %s had no effect in the catalog"));
        return wrong;
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> left = new TreeSet<>(some);
        left.removeAll(others);
        return left;
    }
}
