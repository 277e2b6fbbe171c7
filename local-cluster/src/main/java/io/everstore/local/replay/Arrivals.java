package io.everstore.local.replay;

import io.everstore.local.replay.invoices.Invoice.NoSale;
import io.everstore.local.replay.invoices.Invoice.Sale;
import io.everstore.local.replay.invoices.InvoiceFile;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends each sale on a virtual thread of its own. In the open loop at its planned time, without
 * waiting for an answer before the next; what arrives while too many are in flight is dropped, and
 * counted as such. In the closed loop, of a number of clients, a sale waits until one of them is
 * free.
 */
final class Arrivals {

    private static final long NAP_NANOS = Duration.ofMillis(50).toNanos();

    private final ReplaySettings settings;
    private final Tally tally;
    private final AtomicBoolean stopped;
    private final Semaphore inFlight;
    private final ExecutorService sales = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
    private final Map<String, Long> droppedRows = new TreeMap<>();
    private CompletableFuture<Boolean> lastUnsent = CompletableFuture.completedFuture(true);
    private volatile long invoicesRead;

    Arrivals(ReplaySettings settings, Tally tally, AtomicBoolean stopped) {
        this.settings = settings;
        this.tally = tally;
        this.stopped = stopped;
        this.inFlight = new Semaphore(settings.mostUnderWay());
    }

    /**
     * Returns when the file or the limit is at its end, or it was stopped, and the outcome of
     * everything that was sent is known and on disk.
     *
     * @throws RuntimeException what broke a placement: no sign-in, no ledger
     */
    void run(InvoiceFile file, Keys keys, Placement placement, Ledger ledger, Timeline timeline) {
        try (sales) {
            sendAll(file, keys, placement, ledger, timeline);
        }
        var failure = broken.get();
        if (failure != null) {
            throw failure;
        }
        Ledger.await(lastUnsent);
    }

    /** Makes {@link #run} return soon; what is in flight becomes unknown. */
    void stop() {
        stopped.set(true);
        sales.shutdownNow();
    }

    long invoicesRead() {
        return invoicesRead;
    }

    int inFlight() {
        return settings.mostUnderWay() - inFlight.availablePermits();
    }

    /** Rows that became no line of an order, by reason. */
    Map<String, Long> droppedRows() {
        return droppedRows;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by one thread, read by the progress line
    private void sendAll(
            InvoiceFile file, Keys keys, Placement placement, Ledger ledger, Timeline timeline) {
        for (var sent = 0L; sent < settings.limit() && !stopped.get(); ) {
            var invoice = file.next();
            if (invoice == null) {
                return;
            }
            var reading = invoice.read();
            var key = keys.of(invoice.number());
            switch (reading) {
                case NoSale none ->
                        unsent(key, none.invoice(), new Outcome.Skipped(none.reason()), ledger);
                case Sale sale -> {
                    var planned = timeline.plus(sent++ / settings.rate());
                    if (!awaitArrival(planned)) {
                        return;
                    }
                    send(key, sale, planned, placement, ledger);
                }
            }
            invoicesRead++;
            reading.dropped().forEach((why, rows) -> droppedRows.merge(why, rows, Long::sum));
        }
    }

    /** False if stopped before that. */
    private boolean awaitArrival(long planned) {
        for (long left = planned - System.nanoTime();
                left > 0 && !stopped.get();
                left = planned - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, NAP_NANOS));
        }
        return !stopped.get();
    }

    private void send(String key, Sale sale, long planned, Placement placement, Ledger ledger) {
        if (!isAdmitted()) {
            var why = stopped.get() ? new Outcome.Unreached("stopped") : new Outcome.Dropped();
            unsent(key, sale.invoice(), why, ledger);
            return;
        }
        // A client that was busy orders later; what it waits for is counted from then on.
        var due = settings.clients() == null ? planned : Math.max(planned, System.nanoTime());
        try {
            sales.execute(() -> place(key, sale, due, placement));
        } catch (RejectedExecutionException _) {
            inFlight.release();
            unsent(key, sale.invoice(), new Outcome.Unreached("stopped"), ledger);
        }
    }

    /** The open loop asks whether there is room, the closed one waits for it or for its end. */
    private boolean isAdmitted() {
        if (settings.clients() == null) {
            return inFlight.tryAcquire();
        }
        try {
            while (!stopped.get()) {
                if (inFlight.tryAcquire(NAP_NANOS, TimeUnit.NANOSECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            stop();
        }
        return false;
    }

    private void place(String key, Sale sale, long planned, Placement placement) {
        try {
            placement.place(key, sale, planned);
        } catch (RuntimeException failure) {
            broken.compareAndSet(null, failure);
            stopped.set(true);
        } finally {
            inFlight.release();
        }
    }

    // Counted when on disk, as everything is, but without waiting: the next arrival is due.
    private void unsent(String key, String invoice, Outcome outcome, Ledger ledger) {
        lastUnsent =
                ledger.append(Attempt.never(key, invoice, outcome))
                        .thenApply(_ -> tally.finished(key, outcome));
    }
}
