package io.everstore.order.intake;

import io.everstore.outbox.EventReader;
import io.everstore.outbox.MalformedEvent;
import io.everstore.outbox.ReceivedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the board up to date, over one connection to the brokers. It reads all partitions without
 * being a member of the group that places the orders, and only looks at how far that group is.
 */
final class BoardReader {

    private static final Logger log = LoggerFactory.getLogger(BoardReader.class);

    private final Consumer<String, byte[]> consumer;
    private final EventReader events;
    private final Board board;
    private final LongSupplier nanoTime;
    private final Duration limit;
    private final List<TopicPartition> partitions;

    /**
     * Begins where the group is that places the orders.
     *
     * @param limit for one answer of the brokers
     */
    BoardReader(
            Consumer<String, byte[]> consumer,
            EventReader events,
            Board board,
            LongSupplier nanoTime,
            Duration limit) {
        this.consumer = consumer;
        this.events = events;
        this.board = board;
        this.nanoTime = nanoTime;
        this.limit = limit;
        this.partitions =
                consumer.partitionsFor(QueuedOrder.TOPIC, limit).stream()
                        .map(
                                partition ->
                                        new TopicPartition(
                                                partition.topic(), partition.partition()))
                        .toList();
        consumer.assign(partitions);
        Map<TopicPartition, OffsetAndMetadata> placed = placed();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata next = placed.get(partition);
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next.offset());
            }
        }
    }

    /** Hears what is new, waiting for it for at most this long. */
    void hear(Duration wait) {
        if (!board.isFull()) {
            consumer.poll(wait).forEach(this::hear);
        }
    }

    private void hear(ConsumerRecord<String, byte[]> record) {
        try {
            ReceivedEvent event = ReceivedEvent.from(record);
            if (event.type().equals(QueuedOrder.TYPE)) {
                board.add(QueuedOrder.read(event, events), record.partition(), record.offset());
            }
        } catch (MalformedEvent malformed) {
            log.debug("Not shown: {}", malformed.getMessage());
        }
    }

    /** Takes down what is placed. */
    void forgetPlaced() {
        if (board.isEmpty()) {
            return;
        }
        try {
            placed().forEach((at, next) -> board.placed(at.partition(), next.offset()));
        } catch (TimeoutException kafkaIsAway) {
            log.debug("Not known how far the orders are placed", kafkaIsAway);
        }
    }

    /** Hears all there is up to now; false if there is no time or room for it. */
    boolean catchUp() {
        try {
            long end = nanoTime.getAsLong() + limit.toNanos();
            Map<TopicPartition, Long> latest = consumer.endOffsets(partitions, limit);
            while (!isAt(latest)) {
                if (board.isFull() || nanoTime.getAsLong() - end > 0) {
                    return false;
                }
                hear(Duration.ofMillis(20));
            }
            return true;
        } catch (TimeoutException kafkaIsAway) {
            return false;
        }
    }

    private boolean isAt(Map<TopicPartition, Long> latest) {
        return latest.entrySet().stream()
                .allMatch(to -> consumer.position(to.getKey(), limit) >= to.getValue());
    }

    private Map<TopicPartition, OffsetAndMetadata> placed() {
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(Set.copyOf(partitions), limit);
        committed.values().removeIf(Objects::isNull);
        return committed;
    }
}
