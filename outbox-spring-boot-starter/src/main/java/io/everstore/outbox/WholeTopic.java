package io.everstore.outbox;

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
 * All partitions of a topic. Without a consumer group: each instance reads everything, and where it
 * stopped is nobody's business. For one thread, but for {@link #wakeUp}.
 */
public final class WholeTopic implements AutoCloseable {

    /** Brokers that are there answer in milliseconds; those that are not are asked again. */
    private static final Duration API_TIMEOUT = Duration.ofSeconds(5);

    /** Only how often the reader looks up; a new record ends the wait. */
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);

    /** Where reading begins, and goes on if what was to be read next is gone. */
    public enum Start {
        BEGINNING("earliest"),
        END("latest");

        private final String reset;

        Start(String reset) {
            this.reset = reset;
        }
    }

    private final String topic;
    private final KafkaConsumer<String, byte[]> consumer;
    private Map<TopicPartition, Long> oldEnds = Map.of();

    /**
     * Prepares reading.
     *
     * @param settings those of the application's consumers; a group among them is left out
     * @param batchSize records that are read at once
     * @param purpose part of the client's name, to tell it from the others
     * @throws KafkaException if the settings make no sense or no broker's name can be resolved
     */
    public WholeTopic(
            Map<String, Object> settings,
            String topic,
            Start start,
            int batchSize,
            String purpose) {
        this.topic = topic;
        Map<String, Object> own = new HashMap<>(settings);
        own.remove(ConsumerConfig.GROUP_ID_CONFIG);
        own.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, start.reset);
        own.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batchSize);
        own.compute(ConsumerConfig.CLIENT_ID_CONFIG, (_, id) -> id + "-" + purpose);
        consumer = new KafkaConsumer<>(own, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Finds the partitions and their present ends.
     *
     * @throws KafkaException if no broker answers or there is no such topic yet
     */
    public void open() {
        List<TopicPartition> partitions =
                consumer.partitionsFor(topic, API_TIMEOUT).stream()
                        .map(found -> new TopicPartition(found.topic(), found.partition()))
                        .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + topic);
        }
        consumer.assign(partitions);
        oldEnds = consumer.endOffsets(partitions, API_TIMEOUT);
    }

    /**
     * Waits a moment for the next records.
     *
     * @throws WakeupException if {@link #wakeUp} was called
     */
    public ConsumerRecords<String, byte[]> next() {
        return consumer.poll(POLL_TIMEOUT);
    }

    /** Whether everything was read, or left out, that was there when it was opened. */
    public boolean isReplayed() {
        return oldEnds.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), API_TIMEOUT) >= end.getValue());
    }

    /** Ends the present or next wait. */
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
