package io.everstore.chaos.workload;

import java.util.Collection;
import org.HdrHistogram.Histogram;

/**
 * Requests of a time in numbers.
 *
 * @param p50 in milliseconds, as the others, from the planned time of sending; not a number if
 *     there were none
 */
public record Figures(
        long count,
        long ok,
        long failed,
        long unknown,
        long dropped,
        long stale,
        double p50,
        double p99,
        double p999,
        double max) {

    private static final long HIGHEST_MICROS = 600_000_000;

    public static Figures of(Collection<Request> requests) {
        Histogram latency = new Histogram(HIGHEST_MICROS, 3);
        requests.stream()
                .filter(r -> r.outcome() != Outcome.DROPPED)
                .forEach(r -> latency.recordValue(Math.clamp(r.micros(), 0, HIGHEST_MICROS)));
        return new Figures(
                requests.size(),
                count(requests, Outcome.OK),
                count(requests, Outcome.FAIL),
                count(requests, Outcome.UNKNOWN),
                count(requests, Outcome.DROPPED),
                requests.stream().filter(Request::isStale).count(),
                millis(latency, 50),
                millis(latency, 99),
                millis(latency, 99.9),
                millis(latency, 100));
    }

    private static long count(Collection<Request> requests, Outcome outcome) {
        return requests.stream().filter(r -> r.outcome() == outcome).count();
    }

    private static double millis(Histogram latency, double percentile) {
        return latency.getTotalCount() == 0
                ? Double.NaN
                : latency.getValueAtPercentile(percentile) / 1e3;
    }

    /** In percent; all of nothing. */
    public double success() {
        return count == 0 ? 100 : 100.0 * ok / count;
    }

    /** In percent. */
    public double failures() {
        return 100 - success();
    }
}
