package io.everstore.chaos.measure;

import io.everstore.chaos.workload.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** When customers had again what they came for. */
final class Recovery {

    private static final Duration STRETCH = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final double GOOD = 0.99;

    private Recovery() {}

    /**
     * From the fault to the start of the first 10 s in which 99 % were answered as wished; infinite
     * if there was none.
     *
     * @param requests of one kind, in the order in which they were planned
     */
    static double millis(List<Request> requests, Instant fault, Instant end) {
        for (Instant from = fault; from.plus(STRETCH).isBefore(end); from = from.plus(STEP)) {
            if (isGood(requests, from, from.plus(STRETCH))) {
                return Duration.between(fault, from).toMillis();
            }
        }
        return isGood(requests, fault, end) ? 0 : Double.POSITIVE_INFINITY;
    }

    private static boolean isGood(List<Request> requests, Instant from, Instant to) {
        long all = 0;
        long good = 0;
        boolean isFirstGood = true;
        for (Request request : requests) {
            if (request.isWithin(from, to)) {
                isFirstGood &= all > 0 || request.isOk();
                all++;
                good += request.isOk() ? 1 : 0;
            }
        }
        return all == 0 || (isFirstGood && good >= GOOD * all);
    }

    /**
     * The longest time for which somebody waited and nobody's order was acknowledged, of those that
     * ended after the fault. Where nobody comes for a while, nobody waits.
     */
    static double writeGapMillis(List<Request> writes, Instant fault) {
        List<Instant> acknowledged =
                writes.stream().filter(Request::isOk).map(Request::answered).sorted().toList();
        Duration longest = Duration.ZERO;
        for (int i = 1; i < acknowledged.size(); i++) {
            Instant next = acknowledged.get(i);
            if (next.isAfter(fault)) {
                Instant last = acknowledged.get(i - 1);
                Duration gap = Duration.between(laterOf(last, firstWaiting(writes, last)), next);
                longest = gap.compareTo(longest) > 0 ? gap : longest;
            }
        }
        return longest.toNanos() / 1e6;
    }

    /** When the first of those came who had no answer yet at this time. */
    private static Instant firstWaiting(List<Request> writes, Instant time) {
        return writes.stream()
                .filter(write -> write.answered().isAfter(time))
                .map(Request::planned)
                .min(Comparator.naturalOrder())
                .orElse(time);
    }

    private static Instant laterOf(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
