package io.everstore.local.replay;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a replay. As JSON ({@code --json}) it is one object with these components, each
 * under its own name; times are ISO 8601 in UTC, counts are integers, {@code seconds} and {@code
 * millis} decimals:
 *
 * <pre>{@code
 * {"file":"month.csv.gz","keyPrefix":"0f3a9c51d2e47b86","rate":20.0,
 *  "started":"2026-11-21T10:00:00.123456Z","seconds":81.2,
 *  "rows":{"read":42481,"withoutInvoice":0,"dropped":{"return":798}},
 *  "invoices":{"read":2025,"placed":1614,"refused":15,"unreached":0,"unknown":0,"dropped":0,
 *              "skipped":396,"sum":2025,"addsUp":true},
 *  "placed":{"created":1600,"queued":14,"replayed":0},
 *  "refused":{"unknown-sku":15},
 *  "skipped":{"return":396},
 *  "requests":{"sent":1640,"resent":11,"answers":{"201":1600,"202":14,"422":15,"503":9,"lost":2}},
 *  "settled":{"confirmed":1600,"rejected":{"OUT_OF_STOCK":14},"cancelled":0,"placed":0,"queued":0,
 *             "missing":0,"unasked":0,"sum":1614,"addsUp":true,"missingIds":[]},
 *  "latencyMillis":{"p50":6.1,"p99":31.0,"p999":812.0,"max":830.1},
 *  "writeGap":{"millis":420.5,"from":"2026-11-21T10:00:31.5Z","until":"2026-11-21T10:00:31.9Z"},
 *  "cpu":{"seconds":4.1,"share":0.05},
 *  "unknownKeys":[],"interrupted":false,"failure":null}
 * }</pre>
 *
 * @param keyPrefix beginning of all idempotency keys
 * @param rate planned orders per second
 * @param seconds from the first planned arrival to the end, settling included
 * @param refused refused orders by type of the problem
 * @param skipped invoices that are no sales, by reason
 * @param settled what acknowledged orders have become; null if nobody looked
 * @param latencyMillis of acknowledged orders, each from its planned sending to its
 *     acknowledgement, so re-sending and waiting count
 * @param writeGap longest time between two successive acknowledgements; null with fewer than two
 * @param unknownKeys the first 20 keys whose sale is unknown, unreached or dropped
 * @param interrupted true if it was stopped before the end of the file
 * @param failure why it had to end early, for people; null if it had not to
 */
public record ReplayReport(
        String file,
        String keyPrefix,
        double rate,
        Instant started,
        double seconds,
        Rows rows,
        Invoices invoices,
        Placed placed,
        Map<String, Long> refused,
        Map<String, Long> skipped,
        Requests requests,
        @Nullable Settled settled,
        Latency latencyMillis,
        @Nullable WriteGap writeGap,
        Cpu cpu,
        List<String> unknownKeys,
        boolean interrupted,
        @Nullable String failure) {

    /**
     * Rows of the file.
     *
     * @param read all but the header
     * @param withoutInvoice rows without an invoice number, which belong to nothing
     * @param dropped rows that are no line of an order, by reason
     */
    public record Rows(long read, long withoutInvoice, Map<String, Long> dropped) {}

    /**
     * Every invoice once.
     *
     * @param read counted while reading
     * @param placed acknowledged by the shop
     * @param refused refused by the shop for good
     * @param unreached certain not to be placed, as no attempt arrived
     * @param unknown may or may not be placed
     * @param dropped never sent, as too many were in flight
     * @param skipped no sale
     * @param sum of the six
     * @param addsUp true if the sum is what was read
     */
    public record Invoices(
            long read,
            long placed,
            long refused,
            long unreached,
            long unknown,
            long dropped,
            long skipped,
            long sum,
            boolean addsUp) {}

    /** Acknowledged orders: placed now, queued now, or placed by an earlier run with this key. */
    public record Placed(long created, long queued, long replayed) {}

    /**
     * Requests that place orders.
     *
     * @param sent all of them
     * @param resent those that were not the first of their sale
     * @param answers by HTTP status, {@code lost} (sent, no whole answer) and {@code not-sent}
     */
    public record Requests(long sent, long resent, Map<String, Long> answers) {}

    /** Percentiles in milliseconds; zero if nothing was acknowledged. */
    public record Latency(double p50, double p99, double p999, double max) {}

    /** No order was acknowledged between these two moments. */
    public record WriteGap(double millis, Instant from, Instant until) {}

    /**
     * What this process itself used.
     *
     * @param seconds of CPU
     * @param share of one core, 1.0 for all of it; a large one makes the latencies doubtful
     */
    public record Cpu(double seconds, double share) {}

    /** Exit code of the command: 0 all good, 1 could not do it, 3 done with exceptions. */
    public int exitCode() {
        if (failure != null || !invoices.addsUp()) {
            return 1;
        }
        var allPlaced = invoices.placed() + invoices.skipped() == invoices.read();
        var allSettled = settled == null || settled.complete();
        return allPlaced && allSettled && rows.withoutInvoice() == 0 && !interrupted ? 0 : 3;
    }
}
