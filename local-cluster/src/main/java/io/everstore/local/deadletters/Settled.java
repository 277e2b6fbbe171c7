package io.everstore.local.deadletters;

import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters of a partition were played back: all before {@code next}, and some after it.
 * Kafka keeps it for us as the committed offset of a group without members: {@code next} is its
 * offset, the others are its metadata.
 */
record Settled(long next, NavigableSet<Long> after) {

    /** What brokers take by default ({@code offset.metadata.max.bytes}). */
    static final int LONGEST_METADATA = 4096;

    static Settled of(@Nullable OffsetAndMetadata committed) {
        NavigableSet<Long> after = new TreeSet<>();
        if (committed == null) {
            return new Settled(0, after);
        }
        for (String offset : committed.metadata().split(",", -1)) {
            if (!offset.isEmpty()) {
                after.add(Long.parseLong(offset));
            }
        }
        return new Settled(committed.offset(), after);
    }

    boolean contains(long offset) {
        return offset < next || after.contains(offset);
    }

    /**
     * With one more.
     *
     * @param first the first offset that the partition still has; what is before it needs no memory
     */
    Settled with(long offset, long first) {
        NavigableSet<Long> rest = new TreeSet<>(after);
        rest.add(offset);
        long start = Math.max(next, first);
        while (rest.contains(start)) {
            start++;
        }
        rest.headSet(start).clear();
        return new Settled(start, rest);
    }

    /** Whether Kafka has room for it. */
    boolean fits() {
        return metadata().length() <= LONGEST_METADATA;
    }

    OffsetAndMetadata toCommit() {
        return new OffsetAndMetadata(next, metadata());
    }

    private String metadata() {
        return String.join(",", after.stream().map(String::valueOf).toList());
    }
}
