package io.everstore.local.bench;

import io.everstore.local.replay.OpenLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** People who look around, and of twenty requests one is an order. */
final class Crowd {

    private static final double ORDERS = 0.05;

    private final Visitors visitors;
    private final Checkouts checkouts;

    Crowd(Catalogue catalogue) {
        this.visitors = new Visitors(catalogue);
        this.checkouts = new Checkouts(catalogue);
    }

    /** They come, at so many requests a second in all, until closed. */
    Coming come(double perSecond) {
        OpenLoop ordering = checkouts.come(ORDERS * perSecond);
        OpenLoop browsing = visitors.come((1 - ORDERS) * perSecond);
        return () -> {
            browsing.close();
            ordering.close();
        };
    }

    /** Closed when nobody comes any more. */
    interface Coming extends AutoCloseable {
        @Override
        void close();
    }

    List<Sample> between(long from, long to) {
        List<Sample> all = new ArrayList<>(visitors.recording().between(from, to));
        all.addAll(orders(from, to));
        return all;
    }

    List<Sample> orders(long from, long to) {
        return checkouts.recording().between(from, to);
    }

    Figures figures(long from, long to) {
        return Figures.of(between(from, to));
    }

    Checkouts checkouts() {
        return checkouts;
    }

    /** Good answers a second: planned in the time, and not later than somebody would wait. */
    double goodput(long from, long to) {
        long good = between(from, to).stream().filter(Crowd::isGood).count();
        return good / (Duration.ofNanos(to - from).toMillis() / 1e3);
    }

    /** Those of them that are no old pages: what the shop can do without helping itself. */
    double freshGoodput(long from, long to) {
        long fresh =
                between(from, to).stream()
                        .filter(sample -> isGood(sample) && !sample.isStale())
                        .count();
        return fresh / (Duration.ofNanos(to - from).toMillis() / 1e3);
    }

    static boolean isGood(Sample sample) {
        return !sample.isFailed() && sample.micros() < 2_000_000;
    }
}
