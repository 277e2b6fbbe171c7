package io.everstore.local.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.acceptance.Invariants;
import io.everstore.local.audit.Databases;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** Compares what customers were told with what the shop has. */
final class Accounts {

    private static final Duration SETTLED = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final Databases databases;
    private final Invariants invariants;
    private final Checkouts checkouts;
    private final Report report;

    Accounts(BenchedShop shop, Checkouts checkouts, Report report) {
        this.databases = shop.databases();
        this.invariants = new Invariants(shop.everstore());
        this.checkouts = checkouts;
        this.report = report;
    }

    /** Waits until everything that was promised is settled; nothing may be lost or doubled. */
    void settle(String after) {
        int cameBack = checkouts.comeBack();
        invariants.know(checkouts.promises().takeLedger());
        List<String> acknowledged = checkouts.promises().acknowledged();
        long begin = System.nanoTime();
        boolean isSettled = awaitSettled(acknowledged.size());
        double seconds = (System.nanoTime() - begin) / 1e9;
        Set<String> lost = new HashSet<>(acknowledged);
        lost.removeAll(databases.query("orders", "select id from orders"));
        List<String> doubled = checkouts.promises().doubled();
        List<String> denied = checkouts.promises().denied();
        int hidden = checkouts.promises().takeHidden().size();
        report.target(
                after + ": acknowledged but missing",
                "%d of %d".formatted(lost.size(), acknowledged.size()),
                "0",
                lost.isEmpty());
        report.target(
                after + ": keys with two orders",
                Integer.toString(doubled.size()),
                "0",
                doubled.isEmpty());
        report.target(
                after + ": queued, but said not to exist",
                Integer.toString(denied.size()),
                "0",
                denied.isEmpty());
        report.target(
                after + ": queued, but not readable at once",
                Integer.toString(hidden),
                "0",
                hidden == 0);
        report.figure(
                after + ": all settled, from the end of the load",
                "%.1f s; %d customers had to come back".formatted(seconds, cameBack));
        assertThat(lost).as("acknowledged but missing").isEmpty();
        assertThat(doubled).as("keys with two orders").isEmpty();
        assertThat(denied).as("queued, but said not to exist").isEmpty();
        assertThat(isSettled).as("all settled within %s", SETTLED).isTrue();
        report.note(after + ": " + invariants.check());
    }

    private boolean awaitSettled(int acknowledged) {
        try {
            Awaitility.await()
                    .atMost(SETTLED)
                    .pollInterval(LOOK)
                    .until(
                            () ->
                                    databases.count("orders", "select count(*) from orders")
                                                    >= acknowledged
                                            && invariants.isQuiet());
            return true;
        } catch (org.awaitility.core.ConditionTimeoutException late) {
            return false;
        }
    }

    /**
     * Waits until all that was placed before now is confirmed or rejected, while more comes in.
     * Returns how long that took.
     */
    Duration drain() {
        long begin = System.nanoTime();
        String now = databases.query("orders", "select now()").getFirst();
        Awaitility.await()
                .atMost(SETTLED)
                .pollInterval(LOOK)
                .until(
                        () ->
                                databases.count(
                                                "orders",
                                                "select count(*) from orders where status = 'PLACED' and placed_at < '%s'"
                                                        .formatted(now))
                                        == 0);
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
