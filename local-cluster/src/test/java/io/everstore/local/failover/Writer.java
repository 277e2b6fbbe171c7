package io.everstore.local.failover;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/** Inserts numbers one by one and remembers which were acknowledged, and the longest pause. */
final class Writer implements AutoCloseable {

    private final RealCluster cluster;
    private final AtomicLong next = new AtomicLong();
    private final Set<Long> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread;
    private volatile boolean isStopping;
    private volatile long lastAcknowledged = System.nanoTime();
    private volatile long longestGap;

    Writer(RealCluster cluster) throws SQLException {
        this.cluster = cluster;
        try (Connection c = cluster.connect();
                var s = c.createStatement()) {
            s.execute("create table if not exists ledger(id bigint primary key)");
            s.execute("truncate ledger");
        }
        thread = Thread.ofPlatform().start(this::run);
    }

    private void run() {
        while (!isStopping) {
            try (Connection c = cluster.connect();
                    var insert = c.prepareStatement("insert into ledger values (?)")) {
                while (!isStopping) {
                    long id = next.incrementAndGet();
                    insert.setLong(1, id);
                    insert.executeUpdate();
                    acknowledged.add(id);
                    long now = System.nanoTime();
                    longestGap = Math.max(longestGap, now - lastAcknowledged);
                    lastAcknowledged = now;
                }
            } catch (SQLException e) {
                failures.incrementAndGet(); // unknown outcome: neither acknowledged nor refused
            }
        }
    }

    int count() {
        return acknowledged.size();
    }

    /** Waits for fifty more, acknowledged from here on. */
    void awaitWrites() {
        int before = count();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> count() > before + 50);
    }

    /** Milliseconds between two acknowledgements, the longest since the last call. */
    long takeLongestGap() {
        long gap = longestGap;
        longestGap = 0;
        return Duration.ofNanos(gap).toMillis();
    }

    /** Acknowledged numbers that are not in the table. */
    Set<Long> missing() throws SQLException {
        Set<Long> missing = new TreeSet<>(acknowledged);
        try (Connection c = cluster.connect();
                var s = c.createStatement();
                var r = s.executeQuery("select id from ledger")) {
            while (r.next()) {
                missing.remove(r.getLong(1));
            }
        }
        return missing;
    }

    @Override
    public void close() {
        isStopping = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
