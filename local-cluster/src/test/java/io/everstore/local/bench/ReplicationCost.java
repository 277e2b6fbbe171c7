package io.everstore.local.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Orders a second with sixteen clients that each wait for their answer: acknowledged by two servers
 * as always, and by the primary alone for comparison, which would lose orders.
 */
final class ReplicationCost {

    private static final int CLIENTS = 16;
    private static final int ROUNDS = 3;
    private static final Duration ROUND = Duration.ofSeconds(8);

    private final BenchedShop shop;
    private final Checkouts checkouts;
    private final Report report;

    ReplicationCost(BenchedShop shop, Checkouts checkouts, Report report) {
        this.shop = shop;
        this.checkouts = checkouts;
        this.report = report;
    }

    /** Alternates, as the machine is not the same from minute to minute. */
    void measure() {
        List<Double> synchronous = new ArrayList<>();
        List<Double> asynchronous = new ArrayList<>();
        try {
            for (int i = 0; i < ROUNDS; i++) {
                commit("on");
                synchronous.add(perSecond());
                commit("local");
                asynchronous.add(perSecond());
            }
        } finally {
            commit("on");
        }
        report.target(
                "%d clients, orders/s, median of %d: synchronous / asynchronous replication"
                        .formatted(CLIENTS, ROUNDS),
                "%.0f / %.0f = %.2f"
                        .formatted(
                                median(synchronous),
                                median(asynchronous),
                                median(synchronous) / median(asynchronous)),
                "0.7",
                median(synchronous) >= 0.7 * median(asynchronous));
    }

    private void commit(String setting) {
        shop.databases()
                .execute("postgres", "alter system set synchronous_commit = '" + setting + "'");
        shop.databases().execute("postgres", "select pg_reload_conf()");
    }

    private double perSecond() {
        AtomicLong count = new AtomicLong();
        long end = System.nanoTime() + ROUND.toNanos();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.execute(
                        () -> {
                            while (System.nanoTime() < end) {
                                checkouts.order(System.nanoTime());
                                count.incrementAndGet();
                            }
                        });
            }
        }
        return count.get() / (ROUND.toMillis() / 1e3);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted(Comparator.naturalOrder()).toList().get(values.size() / 2);
    }
}
