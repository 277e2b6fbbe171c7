package io.everstore.local.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** All requests of a load, with what came of them. */
final class Recording {

    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final Queue<Long> underWay = new ConcurrentLinkedQueue<>();

    /** A request is about to be sent. */
    void begin(long planned) {
        underWay.add(planned);
    }

    void end(long planned, Sample sample) {
        samples.add(sample);
        underWay.remove(planned);
    }

    void dropped(long planned) {
        samples.add(Sample.dropped(planned));
    }

    /** What was planned in a time; waits for the answers. */
    List<Sample> between(long from, long to) {
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> underWay.stream().noneMatch(planned -> planned < to));
        return samples.stream()
                .filter(sample -> sample.planned() >= from && sample.planned() < to)
                .sorted(Comparator.comparingLong(Sample::planned))
                .toList();
    }

    Figures figures(long from, long to) {
        return Figures.of(between(from, to));
    }

    Figures figures(long from, long to, Predicate<Sample> which) {
        return Figures.of(between(from, to).stream().filter(which).toList());
    }
}
