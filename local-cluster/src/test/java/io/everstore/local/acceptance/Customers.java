package io.everstore.local.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Fifteen seconds of orders, each sent until its answer is certain, and page views meanwhile. */
final class Customers implements AutoCloseable {

    private static final int SECONDS = 15;

    /** So many seconds of orders are acknowledged before anything happens to the shop. */
    private static final int SETTLED_SECONDS = 2;

    private final Load load;
    private final Path ledger;
    private final Path output;
    private final Process replay;
    private final Browsing browsing;

    private Customers(Load load, Path ledger, Path output, Process replay, Browsing browsing) {
        this.load = load;
        this.ledger = ledger;
        this.output = output;
        this.replay = replay;
        this.browsing = browsing;
    }

    static Customers come(Everstore everstore, Load load, Path invoices, List<String> skus) {
        Path ledger = Everstore.temporaryFile(".ledger");
        Path output = Everstore.temporaryFile(".json");
        Process replay =
                everstore.start(
                        output,
                        "replay",
                        invoices.toString(),
                        "--rate",
                        Integer.toString(load.orders()),
                        "--limit",
                        Integer.toString(SECONDS * load.orders()),
                        "--key-prefix",
                        "load-" + Long.toString(System.nanoTime(), 36) + "-key",
                        "--ledger",
                        ledger.toString(),
                        "--json");
        return new Customers(load, ledger, output, replay, new Browsing(skus, load.views()));
    }

    void awaitOrders() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> acknowledged() >= SETTLED_SECONDS * load.orders());
    }

    /** Until nothing is sent any more but questions of what became of the orders. */
    void awaitAllOrders() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> acknowledged() >= SECONDS * load.orders() || !replay.isAlive());
    }

    private int acknowledged() throws IOException {
        try (var lines = Files.lines(ledger)) {
            return (int) lines.filter(line -> line.contains("\"ok\"")).count();
        }
    }

    /** Until all orders have a certain answer; views go on for as long. */
    void awaitEnd() {
        try {
            if (!replay.waitFor(180, TimeUnit.SECONDS)) {
                throw new AssertionError("the replay does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        browsing.close();
    }

    Path ledger() {
        return ledger;
    }

    List<LedgerLine> orders() {
        return LedgerLine.read(ledger);
    }

    List<LedgerLine> failedOrdersSince(Instant moment) {
        return orders().stream().filter(o -> o.sent().isAfter(moment) && o.isFailed()).toList();
    }

    List<Browsing.View> failedViewsSince(Instant moment) {
        return browsing.failedSince(moment);
    }

    long viewsSince(Instant moment) {
        return browsing.viewsSince(moment);
    }

    /** Latency of orders from their planned time, after {@link #awaitEnd}. */
    Duration slowestOfHundred() {
        try {
            JsonNode report = Everstore.JSON.readTree(Files.readString(output));
            return Duration.ofMillis(report.path("latencyMillis").path("p99").asLong());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browsing.close();
    }
}
