package io.everstore.local.replay;

import java.util.Map;
import java.util.StringJoiner;
import tools.jackson.databind.json.JsonMapper;

/** A report as people and machines read it. */
final class ReplaySummary {

    private static final JsonMapper JSON = new JsonMapper();

    private ReplaySummary() {}

    static String json(ReplayReport report) {
        return JSON.writeValueAsString(report);
    }

    static String text(ReplayReport report) {
        var text = new StringJoiner(System.lineSeparator());
        text.add(
                "%,d rows of %,d invoices read in %.1f s; keys begin with %s"
                        .formatted(
                                report.rows().read(),
                                report.invoices().read(),
                                report.seconds(),
                                report.keyPrefix()));
        invoices(report, text);
        settled(report, text);
        speed(report, text);
        if (report.rows().withoutInvoice() > 0) {
            text.add("%,d rows have no invoice number".formatted(report.rows().withoutInvoice()));
        }
        if (!report.unknownKeys().isEmpty()) {
            text.add("not certain or not sent: " + String.join(" ", report.unknownKeys()));
        }
        if (report.interrupted()) {
            text.add(
                    "Stopped before the end. The same command goes on where it was: keys protect.");
        }
        if (report.failure() != null) {
            text.add(report.failure());
        }
        return text.toString();
    }

    private static void invoices(ReplayReport report, StringJoiner text) {
        var count = report.invoices();
        var placed = report.placed();
        add(
                text,
                count.placed(),
                "placed (%,d new, %,d queued, %,d by an earlier run)"
                        .formatted(placed.created(), placed.queued(), placed.replayed()));
        add(text, count.refused(), "refused" + reasons(report.refused()));
        add(text, count.skipped(), "skipped" + reasons(report.skipped()));
        add(text, count.dropped(), "dropped, too many were in flight");
        add(text, count.unreached(), "not placed, the shop was not reached");
        add(text, count.unknown(), "unknown");
        add(
                text,
                count.sum(),
                count.addsUp()
                        ? "in all: every invoice is accounted for"
                        : "in all, but %,d were read: THE SUM IS WRONG".formatted(count.read()));
    }

    private static void settled(ReplayReport report, StringJoiner text) {
        var settled = report.settled();
        if (settled == null) {
            text.add("Nobody looked what the orders have become.");
            return;
        }
        text.add("Of the orders placed:");
        add(text, settled.confirmed(), "confirmed");
        settled.rejected().forEach((why, orders) -> add(text, orders, "rejected: " + why));
        optional(text, settled.cancelled(), "cancelled");
        optional(text, settled.placed(), "still waiting for their stock");
        optional(text, settled.queued(), "still queued");
        optional(text, settled.unasked(), "the shop gave no answer about");
        optional(text, settled.missing(), "MISSING although acknowledged: " + settled.missingIds());
    }

    private static void speed(ReplayReport report, StringJoiner text) {
        var latency = report.latencyMillis();
        var requests = report.requests();
        text.add(
                "%,d requests, %,d of them re-sent; answers %s"
                        .formatted(requests.sent(), requests.resent(), requests.answers()));
        text.add(
                "latency from the planned time: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms"
                        .formatted(latency.p50(), latency.p99(), latency.p999(), latency.max()));
        var gap = report.writeGap();
        if (gap != null) {
            text.add(
                    "longest time without an acknowledged order: %.0f ms, from %s"
                            .formatted(gap.millis(), gap.from()));
        }
        text.add(
                "this process used %.1f s of CPU, %.0f %% of a core"
                        .formatted(report.cpu().seconds(), report.cpu().share() * 100));
    }

    private static String reasons(Map<String, Long> reasons) {
        return reasons.isEmpty() ? "" : " " + reasons;
    }

    private static void optional(StringJoiner text, long count, String what) {
        if (count > 0) {
            add(text, count, what);
        }
    }

    private static void add(StringJoiner text, long count, String what) {
        text.add("  %,7d  %s".formatted(count, what));
    }
}
