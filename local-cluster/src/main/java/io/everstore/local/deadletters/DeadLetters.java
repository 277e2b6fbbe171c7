package io.everstore.local.deadletters;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letters that nobody has played back yet. */
final class DeadLetters implements AutoCloseable {

    private static final Comparator<TopicPartition> BY_NUMBER =
            Comparator.comparingInt(TopicPartition::partition);

    private static final Duration POLL = Duration.ofMillis(200);

    /** For one answer of a broker; a lost leader is replaced within 4 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Ledger ledger;

    DeadLetters(Brokers brokers, Ledger ledger) {
        this.ledger = ledger;
        consumer =
                new KafkaConsumer<>(
                        brokers.settings(
                                Map.of(
                                        "client.id",
                                        "everstore-dlt",
                                        "default.api.timeout.ms",
                                        Math.toIntExact(PATIENCE.toMillis()),
                                        "enable.auto.commit",
                                        false,
                                        "allow.auto.create.topics",
                                        false)),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
    }

    /** All topics of dead letters, in the order of the alphabet. */
    List<String> topics() {
        return consumer.listTopics().keySet().stream()
                .filter(topic -> topic.endsWith(DeadLetter.SUFFIX))
                .sorted()
                .toList();
    }

    /** How many partitions a topic has. */
    int partitions(String topic) {
        return consumer.partitionsFor(topic).size();
    }

    /** What the partitions of a topic still have begins there. */
    Map<TopicPartition, Long> starts(String topic) {
        return consumer.beginningOffsets(partitionsOf(topic));
    }

    /** Where the partitions of a topic end now. */
    Map<TopicPartition, Long> ends(String topic) {
        return consumer.endOffsets(partitionsOf(topic));
    }

    /**
     * Hands over the dead letters of a topic that were not played back, partition by partition in
     * their order, up to what is there when it is called.
     */
    void forEach(String topic, Consumer<DeadLetter> action) {
        Map<TopicPartition, Settled> settled = ledger.settled(partitionsOf(topic));
        Map<TopicPartition, Long> from = new HashMap<>();
        starts(topic)
                .forEach(
                        (partition, first) ->
                                from.put(
                                        partition,
                                        Math.max(first, get(settled, partition).next())));
        read(
                from,
                ends(topic),
                letter -> {
                    if (!get(settled, letter.partition()).contains(letter.record().offset())) {
                        action.accept(letter);
                    }
                });
    }

    /** Everything from there on, up to what is there when it is called. */
    void since(Map<TopicPartition, Long> from, Consumer<DeadLetter> action) {
        read(from, consumer.endOffsets(from.keySet()), action);
    }

    private void read(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<DeadLetter> action) {
        for (TopicPartition partition : from.keySet().stream().sorted(BY_NUMBER).toList()) {
            long end = get(ends, partition);
            long start = get(from, partition);
            if (start >= end) {
                continue;
            }
            consumer.assign(List.of(partition));
            consumer.seek(partition, start);
            long silentSince = System.nanoTime();
            while (consumer.position(partition) < end) {
                var records = consumer.poll(POLL).records(partition);
                records.stream()
                        .filter(record -> record.offset() < end)
                        .map(DeadLetter::new)
                        .forEach(action);
                if (!records.isEmpty()) {
                    silentSince = System.nanoTime();
                } else if (System.nanoTime() - silentSince > PATIENCE.toNanos()) {
                    throw new TimeoutException(partition + " cannot be read to its end");
                }
            }
        }
    }

    static <T> T get(Map<TopicPartition, T> of, TopicPartition partition) {
        return Objects.requireNonNull(of.get(partition), partition::toString);
    }

    private List<TopicPartition> partitionsOf(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
