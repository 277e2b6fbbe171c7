package io.everstore.local.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * One fault under load: the fault after two seconds of acknowledged orders; some ten seconds more;
 * then full redundancy.
 *
 * @param writeGap longest time between two acknowledged orders around the fault
 * @param failedOrders requests of those sent after the fault that got no order
 * @param failedViews the same for page views
 * @param views page views sent after the fault
 * @param healed until every node was up again, from the end of the load
 */
record FaultRun(
        String node,
        Instant at,
        Duration writeGap,
        List<LedgerLine> failedOrders,
        List<Browsing.View> failedViews,
        long views,
        Duration healed,
        Path ledger) {

    /** Load must go on for longer than a failover takes, or there is nothing to measure. */
    private static final Duration FAILOVER = Duration.ofSeconds(3);

    static FaultRun inject(
            Everstore everstore,
            String fault,
            String node,
            Load load,
            Path invoices,
            List<String> skus) {
        try (Customers customers = Customers.come(everstore, load, invoices, skus)) {
            customers.awaitOrders();
            Instant at = everstore.inject(fault, node);
            customers.awaitEnd();
            List<LedgerLine> orders = customers.orders();
            assertThat(orders)
                    .as("the load was over before the fault came: the machine is too busy")
                    .anyMatch(order -> order.sent().isAfter(at.plus(FAILOVER)));
            return new FaultRun(
                    node,
                    at,
                    gap(orders, at),
                    customers.failedOrdersSince(at),
                    customers.failedViewsSince(at),
                    customers.viewsSince(at),
                    everstore.awaitAllUp(),
                    customers.ledger());
        }
    }

    /** Between two successive acknowledgements of which the later one came after the fault. */
    private static Duration gap(List<LedgerLine> lines, Instant fault) {
        List<Instant> acknowledged =
                lines.stream()
                        .filter(LedgerLine::isOk)
                        .map(LedgerLine::answered)
                        .sorted(Comparator.naturalOrder())
                        .toList();
        Duration longest = Duration.ZERO;
        for (int i = 1; i < acknowledged.size(); i++) {
            Duration gap = Duration.between(acknowledged.get(i - 1), acknowledged.get(i));
            if (acknowledged.get(i).isAfter(fault) && gap.compareTo(longest) > 0) {
                longest = gap;
            }
        }
        return longest;
    }

    String summary() {
        return "%-11s write gap %5d ms, failed of those sent after it: %d orders, %d of %d page views; all up after %.1f s"
                .formatted(
                        node,
                        writeGap.toMillis(),
                        failedOrders.size(),
                        failedViews.size(),
                        views,
                        healed.toMillis() / 1e3);
    }
}
