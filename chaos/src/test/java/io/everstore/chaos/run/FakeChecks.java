package io.everstore.chaos.run;

import io.everstore.chaos.invariant.Checks;
import io.everstore.chaos.invariant.Evidence;
import io.everstore.chaos.invariant.Finding;
import io.everstore.chaos.workload.FakeShop;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** I1, I2 and I9 for a shop whose orders are a map. */
record FakeChecks(Evidence evidence, FakeShop shop, BooleanSupplier redundancy) implements Checks {

    @Override
    public void sample() {}

    @Override
    public boolean isQuiet() {
        return true;
    }

    @Override
    public boolean awaitRedundancy() {
        return redundancy.getAsBoolean();
    }

    @Override
    public int lostOrders() {
        return lost().size();
    }

    @Override
    public double databaseGapMillis(Instant since) {
        return 0;
    }

    private List<String> lost() {
        Set<String> kept = Set.copyOf(shop.orders().values());
        return evidence.history().acknowledged().values().stream()
                .flatMap(Set::stream)
                .filter(id -> !kept.contains(id))
                .toList();
    }

    private List<String> doubled() {
        return evidence.history().acknowledged().entrySet().stream()
                .filter(e -> e.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public List<Finding> check() {
        return List.of(
                new Finding("I1", "nothing is lost", lost()),
                new Finding("I2", "nothing is doubled", doubled()),
                new Finding("I9", "redundancy is back", List.of()));
    }

    @Override
    public void close() {}
}
