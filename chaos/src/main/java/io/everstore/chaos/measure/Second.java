package io.everstore.chaos.measure;

import io.everstore.chaos.workload.Figures;
import io.everstore.chaos.workload.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One second of a run.
 *
 * @param at seconds since the run began
 */
public record Second(
        int at,
        long ok,
        long failed,
        long unknown,
        long dropped,
        double readP50,
        double readP99,
        double writeP50,
        double writeP99) {

    /** Fewer than 99 % as wished. */
    private static final double GOOD = 0.99;

    static List<Second> of(List<Request> requests, Instant start, Instant end) {
        List<List<Request>> buckets = new ArrayList<>();
        int seconds = Math.max(1, (int) Duration.between(start, end).toSeconds() + 1);
        for (int i = 0; i < seconds; i++) {
            buckets.add(new ArrayList<>());
        }
        for (Request request : requests) {
            long second = Duration.between(start, request.planned()).toSeconds();
            if (second >= 0 && second < seconds) {
                buckets.get((int) second).add(request);
            }
        }
        List<Second> all = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            all.add(of(i, buckets.get(i)));
        }
        return all;
    }

    private static Second of(int at, List<Request> requests) {
        Figures all = Figures.of(requests);
        Figures reads = Figures.of(only(requests, r -> !r.isWrite()));
        Figures writes = Figures.of(only(requests, Request::isWrite));
        return new Second(
                at,
                all.ok(),
                all.failed(),
                all.unknown(),
                all.dropped(),
                reads.p50(),
                reads.p99(),
                writes.p50(),
                writes.p99());
    }

    private static List<Request> only(List<Request> requests, Predicate<Request> which) {
        return requests.stream().filter(which).toList();
    }

    boolean isBad() {
        long all = ok + failed + unknown + dropped;
        return all > 0 && ok < GOOD * all;
    }
}
