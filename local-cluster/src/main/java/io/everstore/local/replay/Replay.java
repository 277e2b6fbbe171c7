package io.everstore.local.replay;

import io.everstore.local.importing.rows.UnusableFile;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.importing.shop.SignInRefused;
import io.everstore.local.replay.ReplayReport.Cpu;
import io.everstore.local.replay.ReplayReport.Rows;
import io.everstore.local.replay.invoices.InvoiceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One run over one file of invoices: places each sale at its planned time whatever the shop does,
 * then waits for what the shop makes of the orders. Holds one invoice and what is in flight in
 * memory, and the id of each acknowledged order. To be run once.
 */
public final class Replay {

    private final ReplaySettings settings;
    private final ShopClient shop;
    private final Backoff backoff;
    private final InstantSource clock;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Tally tally = new Tally();
    private final Arrivals arrivals;
    private final Settlement settlement;
    private volatile boolean settling;
    private volatile boolean interrupted;

    /**
     * A run that has not begun.
     *
     * @param shop signed in as a customer; stays open
     * @param backoff between two attempts of a sale
     * @param clock for the wall-clock times in ledger and report
     */
    public Replay(ReplaySettings settings, ShopClient shop, Backoff backoff, InstantSource clock) {
        this.settings = settings;
        this.shop = shop;
        this.backoff = backoff;
        this.clock = clock;
        this.arrivals = new Arrivals(settings, tally, stopped);
        this.settlement = new Settlement(shop, stopped::get);
    }

    /**
     * Replays the file to its end, its limit or {@link #stop}.
     *
     * @throws IOException if the file or the ledger cannot be opened, or the ledger not written
     * @throws UnusableFile if the file has not the columns of invoices
     * @throws SignInRefused if the shop does not know the user
     */
    public ReplayReport run() throws IOException {
        var prefix = settings.keyPrefix();
        var keys = prefix == null ? Keys.forContentOf(settings.file()) : new Keys(prefix);
        try (var file = InvoiceFile.open(settings.file());
                var ledger = Ledger.open(settings.ledger())) {
            shop.signIn();
            var cpuBefore = cpuTime();
            var timeline = Timeline.startingAt(clock.instant());
            var failure = sendAll(file, keys, ledger, timeline);
            var settled = settle();
            var seconds = timeline.secondsUntil(System.nanoTime());
            var cpu = cpuTime().minus(cpuBefore).toNanos() / 1e9;
            return new ReplayReport(
                    settings.file().toString(),
                    keys.prefix(),
                    settings.rate(),
                    timeline.start(),
                    seconds,
                    new Rows(file.rowsRead(), file.rowsWithoutInvoice(), arrivals.droppedRows()),
                    tally.invoices(arrivals.invoicesRead()),
                    tally.placed(),
                    tally.refused(),
                    tally.skipped(),
                    tally.requests(),
                    settled,
                    tally.latency(),
                    tally.writeGap(timeline),
                    new Cpu(cpu, cpu / seconds),
                    tally.unknownKeys(),
                    interrupted,
                    failure);
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    /**
     * Ends the run early: nothing more is sent, and what is in flight is unknown. For another
     * thread; {@link #run} returns soon with the report so far.
     */
    public void stop() {
        interrupted = true;
        arrivals.stop();
    }

    /** For people: how far it has come. */
    public String progress() {
        if (settling) {
            return "waiting for %,d orders to be confirmed or rejected"
                    .formatted(settlement.waitingFor());
        }
        return "%,d invoices: %,d placed, %,d refused, %,d skipped, %,d in flight, %,d uncertain"
                .formatted(
                        arrivals.invoicesRead(),
                        tally.count("placed"),
                        tally.count("refused"),
                        tally.count("skipped"),
                        arrivals.inFlight(),
                        tally.count("unknown") + tally.count("unreached") + tally.count("dropped"));
    }

    /** Returns why the file ended early, or null. */
    private @Nullable String sendAll(
            InvoiceFile file, Keys keys, Ledger ledger, Timeline timeline) {
        var placement =
                new Placement(shop, settings, backoff, timeline, ledger, tally, stopped::get);
        try {
            arrivals.run(file, keys, placement, ledger, timeline);
            return null;
        } catch (UnusableFile broken) {
            return broken.getMessage();
        }
    }

    private @Nullable Settled settle() {
        if (settings.settle().isZero() || stopped.get()) {
            return null;
        }
        settling = true;
        return settlement.await(tally.orderIds(), settings.settle());
    }

    private static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
