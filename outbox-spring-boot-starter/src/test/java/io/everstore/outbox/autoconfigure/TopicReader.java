package io.everstore.outbox.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic of one partition from its start, as a receiver with an inbox would. */
final class TopicReader implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> accepted = new ArrayList<>();
    private final Set<String> inbox = new HashSet<>();

    TopicReader(String kafka, String topic) {
        consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(topic, 0)));
    }

    /** Everything so far, each event once, in the order of the topic. */
    List<ConsumerRecord<String, byte[]>> read() {
        for (var record : consumer.poll(Duration.ofMillis(50))) {
            if (inbox.add(new String(record.headers().lastHeader("ce_id").value(), UTF_8))) {
                accepted.add(record);
            }
        }
        return accepted;
    }

    List<String> dataOf(String key) {
        return read().stream()
                .filter(record -> record.key().equals(key))
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
