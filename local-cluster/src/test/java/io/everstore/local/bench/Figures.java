package io.everstore.local.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What the requests of a time came to. Latencies are in milliseconds, from the planned time.
 *
 * @param failed those without a 2xx, the dropped ones among them
 * @param stale answers from a cache that said that they are old
 */
record Figures(
        long count,
        long failed,
        long dropped,
        long stale,
        Map<Integer, Long> statuses,
        double p50,
        double p99,
        double max) {

    private static final long HIGHEST_MICROS = 60_000_000;

    static Figures of(List<Sample> samples) {
        Histogram latency = new Histogram(HIGHEST_MICROS, 3);
        for (Sample sample : samples) {
            latency.recordValue(Math.clamp(sample.micros(), 0, HIGHEST_MICROS));
        }
        return new Figures(
                samples.size(),
                samples.stream().filter(Sample::isFailed).count(),
                samples.stream().filter(s -> s.status() == Sample.DROPPED).count(),
                samples.stream().filter(Sample::isStale).count(),
                samples.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Sample::status, TreeMap::new, Collectors.counting())),
                latency.getValueAtPercentile(50) / 1e3,
                latency.getValueAtPercentile(99) / 1e3,
                latency.getMaxValue() / 1e3);
    }

    double failedShare() {
        return count == 0 ? 0 : (double) failed / count;
    }

    String text() {
        return "%,d requests, %d failed%s, p50 %.1f ms, p99 %.1f ms, longest %.0f ms%s"
                .formatted(
                        count,
                        failed,
                        failed == 0 ? "" : " " + statuses,
                        p50,
                        p99,
                        max,
                        stale == 0 ? "" : ", %d answered stale".formatted(stale));
    }
}
