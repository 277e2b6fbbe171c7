package io.everstore.local.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/**
 * One fault under load: orders at 20 a second and page views at 40 a second, both open loop; the
 * fault after two seconds of acknowledged orders; some ten seconds more; then full redundancy.
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
        JsonNode report,
        Path ledger) {

    private static final int ORDERS = 300;

    /** Load must go on for longer than a failover takes, or there is nothing to measure. */
    private static final Duration FAILOVER = Duration.ofSeconds(3);

    static FaultRun inject(
            Everstore everstore, String fault, String node, Path invoices, List<String> skus) {
        try {
            Path ledger = Everstore.temporaryFile(".ledger");
            Path output = Everstore.temporaryFile(".json");
            String prefix = "fault-" + Long.toString(System.nanoTime(), 36) + "-key";
            Process replay =
                    everstore.start(
                            output,
                            "replay",
                            invoices.toString(),
                            "--rate",
                            "20",
                            "--limit",
                            Integer.toString(ORDERS),
                            "--key-prefix",
                            prefix,
                            "--ledger",
                            ledger.toString(),
                            "--json");
            try (Browsing browsing = new Browsing(skus)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> acknowledged(ledger) >= 40);
                Instant at = everstore.inject(fault, node);
                if (!replay.waitFor(180, TimeUnit.SECONDS)) {
                    throw new AssertionError("the replay does not end");
                }
                browsing.close();
                List<LedgerLine> lines = LedgerLine.read(ledger);
                assertThat(lines)
                        .as("the load was over before the fault came: the machine is too busy")
                        .anyMatch(line -> line.sent().isAfter(at.plus(FAILOVER)));
                return new FaultRun(
                        node,
                        at,
                        gap(lines, at),
                        lines.stream().filter(l -> l.sent().isAfter(at) && l.isFailed()).toList(),
                        browsing.failedSince(at),
                        browsing.viewsSince(at),
                        everstore.awaitAllUp(),
                        Everstore.JSON.readTree(Files.readString(output)),
                        ledger);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static long acknowledged(Path ledger) throws IOException {
        try (var lines = Files.lines(ledger)) {
            return lines.filter(line -> line.contains("\"ok\"")).count();
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
