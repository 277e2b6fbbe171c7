package io.everstore.catalog.facts;

import io.everstore.catalog.product.ProductFact;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The topic of the product facts, all partitions from the beginning. Without a consumer group: each
 * instance reads everything, and where it stopped is nobody's business.
 */
final class FactTopic implements AutoCloseable {

    /** Brokers that are there answer in milliseconds; those that are not are asked again. */
    private static final Duration API_TIMEOUT = Duration.ofSeconds(5);

    /** Only how often the reader looks up; a new fact ends the wait. */
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);

    private final KafkaConsumer<String, byte[]> consumer;
    private Map<TopicPartition, Long> oldEnds = Map.of();

    /**
     * @throws KafkaException if the settings make no sense or no broker's name can be resolved
     */
    FactTopic(Map<String, Object> settings, int batchSize) {
        Map<String, Object> own = new HashMap<>(settings);
        own.remove(ConsumerConfig.GROUP_ID_CONFIG);
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batchSize);
        own.compute(ConsumerConfig.CLIENT_ID_CONFIG, (_, id) -> id + "-product-facts");
        consumer = new KafkaConsumer<>(own, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Finds the partitions and their present ends.
     *
     * @throws KafkaException if no broker answers or there is no such topic yet
     */
    void open() {
        List<TopicPartition> partitions =
                consumer.partitionsFor(ProductFact.TOPIC, API_TIMEOUT).stream()
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + ProductFact.TOPIC);
        }
        consumer.assign(partitions);
        oldEnds = consumer.endOffsets(partitions, API_TIMEOUT);
    }

    /**
     * Waits a moment for the next facts.
     *
     * @throws WakeupException if {@link #wakeUp} was called
     */
    ConsumerRecords<String, byte[]> next() {
        return consumer.poll(POLL_TIMEOUT);
    }

    /** Whether everything was read that was there when it was opened. */
    boolean isReplayed() {
        return oldEnds.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), API_TIMEOUT) >= end.getValue());
    }

    /** Ends the present or next wait; the only method for other threads. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
