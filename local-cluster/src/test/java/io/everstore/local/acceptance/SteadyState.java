package io.everstore.local.acceptance;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The shop under load while nothing happens to it. A fault is judged against this: on a machine
 * that has nothing left, whoever loses a service instance would measure the machine.
 *
 * @param failed orders and page views
 * @param p99 of orders, from their planned time
 * @param busy share of the whole machine's CPUs, from 0 to 1
 */
record SteadyState(Load load, int failed, Duration p99, double busy, Path ledger) {

    /** Some hundred milliseconds is usual; beyond this, orders wait for a CPU. */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    /** An instance that starts again takes a CPU for ten seconds, half of the smallest machine. */
    private static final double MOST_BUSY = 0.7;

    static SteadyState under(Load load, Everstore everstore, Path invoices, List<String> skus) {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Customers customers = Customers.come(everstore, load, invoices, skus)) {
            customers.awaitOrders();
            Instant from = Instant.now();
            machine.getCpuLoad(); // the next call tells of the time since this one
            customers.awaitAllOrders();
            double busy = machine.getCpuLoad();
            customers.awaitEnd();
            int failed =
                    customers.failedOrdersSince(from).size()
                            + customers.failedViewsSince(from).size();
            return new SteadyState(
                    load, failed, customers.slowestOfHundred(), busy, customers.ledger());
        }
    }

    boolean isCarried() {
        return failed == 0 && p99.compareTo(PROMPT) <= 0 && busy <= MOST_BUSY;
    }

    @Override
    public String toString() {
        return "%s without a fault: %d failed, p99 of orders %d ms, machine %.0f %% busy: %s"
                .formatted(
                        load,
                        failed,
                        p99.toMillis(),
                        100 * busy,
                        isCarried() ? "carried" : "more than this machine carries");
    }
}
