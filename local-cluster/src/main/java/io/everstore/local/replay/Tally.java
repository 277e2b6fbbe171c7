package io.everstore.local.replay;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.replay.ReplayReport.Invoices;
import io.everstore.local.replay.ReplayReport.Latency;
import io.everstore.local.replay.ReplayReport.Placed;
import io.everstore.local.replay.ReplayReport.Requests;
import io.everstore.local.replay.ReplayReport.WriteGap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts what happens during a replay, from many threads. */
final class Tally {

    private static final int KEYS_KEPT = 20;

    private final Histogram latency = new Histogram(TimeUnit.HOURS.toMicros(2), 3);
    private final Map<String, Long> results = new TreeMap<>();
    private final Map<String, Long> answers = new TreeMap<>();
    private final Map<String, Long> refused = new TreeMap<>();
    private final Map<String, Long> skipped = new TreeMap<>();
    private final List<String> orderIds = new ArrayList<>();
    private final List<String> unknownKeys = new ArrayList<>();
    private long sent;
    private long resent;
    private long queued;
    private long replayed;
    private long acknowledged;
    private long lastAcknowledged;
    private long gap;
    private long gapFrom;

    /** A request has come to an end. */
    synchronized void answered(int attempts, Answer answer) {
        sent++;
        resent += attempts > 1 ? 1 : 0;
        answers.merge(answer.kind(), 1L, Long::sum);
    }

    /** An order has been acknowledged just now. */
    synchronized void acknowledged(long planned) {
        var now = System.nanoTime();
        var micros = TimeUnit.NANOSECONDS.toMicros(now - planned);
        latency.recordValue(Math.clamp(micros, 0, latency.getHighestTrackableValue()));
        if (acknowledged++ > 0 && now - lastAcknowledged > gap) {
            gap = now - lastAcknowledged;
            gapFrom = lastAcknowledged;
        }
        lastAcknowledged = now;
    }

    /** The outcome of a sale is as certain as it gets, and is in the ledger. Returns true. */
    synchronized boolean finished(String key, Outcome outcome) {
        results.merge(outcome.word(), 1L, Long::sum);
        switch (outcome) {
            case Outcome.Placed placed -> {
                orderIds.add(placed.orderId());
                replayed += placed.replayed() ? 1 : 0;
                queued += !placed.replayed() && placed.status() == 202 ? 1 : 0;
            }
            case Outcome.Refused(var problem) -> refused.merge(problem.type(), 1L, Long::sum);
            case Outcome.Skipped(var reason) -> skipped.merge(reason, 1L, Long::sum);
            case Outcome.Unknown _, Outcome.Unreached _, Outcome.Dropped _ -> {
                if (unknownKeys.size() < KEYS_KEPT) {
                    unknownKeys.add(key);
                }
            }
        }
        return true;
    }

    synchronized long count(String result) {
        return results.getOrDefault(result, 0L);
    }

    /** The outcomes so far, against the number of invoices that were read. */
    synchronized Invoices invoices(long read) {
        var sum = results.values().stream().mapToLong(Long::longValue).sum();
        return new Invoices(
                read,
                count("placed"),
                count("refused"),
                count("unreached"),
                count("unknown"),
                count("dropped"),
                count("skipped"),
                sum,
                sum == read);
    }

    /** Ids of all acknowledged orders, in the order of their acknowledgement. */
    synchronized List<String> orderIds() {
        return List.copyOf(orderIds);
    }

    synchronized List<String> unknownKeys() {
        return List.copyOf(unknownKeys);
    }

    synchronized Map<String, Long> refused() {
        return new TreeMap<>(refused);
    }

    synchronized Map<String, Long> skipped() {
        return new TreeMap<>(skipped);
    }

    synchronized Placed placed() {
        return new Placed(count("placed") - queued - replayed, queued, replayed);
    }

    synchronized Requests requests() {
        return new Requests(sent, resent, new TreeMap<>(answers));
    }

    synchronized Latency latency() {
        return new Latency(millis(50), millis(99), millis(99.9), latency.getMaxValue() / 1e3);
    }

    synchronized @Nullable WriteGap writeGap(Timeline timeline) {
        return acknowledged < 2
                ? null
                : new WriteGap(gap / 1e6, timeline.at(gapFrom), timeline.at(gapFrom + gap));
    }

    private double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }
}
