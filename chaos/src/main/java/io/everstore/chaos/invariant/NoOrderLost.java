package io.everstore.chaos.invariant;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** I1. */
public final class NoOrderLost implements Invariant {

    private final Evidence evidence;

    NoOrderLost(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public String id() {
        return "I1";
    }

    @Override
    public String promise() {
        return "every acknowledged order exists afterwards";
    }

    /** Acknowledged orders that are not there. */
    public Set<String> lost() {
        Set<String> lost = new HashSet<>();
        evidence.history().acknowledged().values().forEach(lost::addAll);
        lost.removeAll(Set.copyOf(evidence.orders("select id from orders")));
        return lost;
    }

    @Override
    public List<String> violations() {
        return Evidence.named(lost(), "order %s is acknowledged, and gone");
    }
}
