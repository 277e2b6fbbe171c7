package io.everstore.local.console;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Answer.Received;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What became of the requests of each second, and how long they took. */
final class Traffic {

    /** Percentiles are of so many last seconds: a few hundred requests. */
    private static final int WINDOW = 30;

    private static final long LONGEST_MICROS = 60_000_000;

    private final Deque<Histogram> window = new ArrayDeque<>();
    private Histogram current = histogram();
    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private Map<String, Integer> paths = new TreeMap<>();

    /** What a request came to, from best to worst. */
    enum Outcome {
        OK,
        /** Answered from what was known before, with limited results, or queued. */
        DEGRADED,
        /** 429 or 503: the shop said that it cannot now. */
        REFUSED,
        FAILED;

        static Outcome of(Answer answer) {
            if (!(answer instanceof Received received)) {
                return FAILED;
            }
            return switch (received.status()) {
                case 202 -> DEGRADED;
                case 429, 503 -> REFUSED;
                default -> !received.ok() ? FAILED : Traffic.isDegraded(received) ? DEGRADED : OK;
            };
        }
    }

    /**
     * One second of traffic; times in milliseconds, of the last 30 seconds, from the moment a
     * request was due.
     *
     * @param at seconds since the epoch
     * @param paths how many requests took which way, for example {@code gateway-1>catalog-2}
     */
    record Second(
            long at,
            int ok,
            int degraded,
            int refused,
            int failed,
            double p50,
            double p99,
            double p999,
            Map<String, Integer> paths) {}

    synchronized void add(Answer answer, long micros) {
        counts.merge(Outcome.of(answer), 1, Integer::sum);
        current.recordValue(Math.clamp(micros, 1, LONGEST_MICROS));
        if (answer instanceof Received received) {
            String gateway = received.header("everstore-gateway").orElse("");
            String server = received.header("everstore-served-by").orElse("");
            paths.merge(gateway + ">" + server, 1, Integer::sum);
        }
    }

    /** Closes the second that is over. */
    synchronized Second next(long at) {
        window.addLast(current);
        if (window.size() > WINDOW) {
            window.removeFirst();
        }
        Histogram all = histogram();
        window.forEach(all::add);
        Second second =
                new Second(
                        at,
                        take(Outcome.OK),
                        take(Outcome.DEGRADED),
                        take(Outcome.REFUSED),
                        take(Outcome.FAILED),
                        all.getValueAtPercentile(50) / 1e3,
                        all.getValueAtPercentile(99) / 1e3,
                        all.getValueAtPercentile(99.9) / 1e3,
                        paths);
        paths = new TreeMap<>();
        current = histogram();
        return second;
    }

    private int take(Outcome outcome) {
        Integer count = counts.remove(outcome);
        return count == null ? 0 : count;
    }

    private static boolean isDegraded(Received received) {
        return received.header("cache-status").orElse("").contains("stale")
                || received.body().contains("\"limited\":true");
    }

    private static Histogram histogram() {
        return new Histogram(LONGEST_MICROS, 3);
    }
}
