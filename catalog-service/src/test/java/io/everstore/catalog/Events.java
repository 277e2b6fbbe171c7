package io.everstore.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** The events of one topic, from its beginning. */
final class Events {

    /** One event as it stands in the topic. */
    record Event(String key, String type, String data, String traceparent) {}

    private final String topic;

    private Events(String topic) {
        this.topic = topic;
    }

    static Events on(String topic) {
        return new Events(topic);
    }

    /** Waits for the first event of a key. */
    Event awaitOne(String key) {
        return await(key, 1).getFirst();
    }

    /** Waits until a key has this many events, and answers all that are there then. */
    List<Event> await(String key, int count) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> all().stream().filter(event -> event.key().equals(key)).toList(),
                        found -> found.size() >= count);
    }

    /** How many events a key has by now. */
    long count(String key) {
        return all().stream().filter(event -> event.key().equals(key)).count();
    }

    /** Everything that is in the topic by now. */
    List<Event> all() {
        List<Event> found = new ArrayList<>();
        try (var consumer = consumer()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> found.add(event(record)));
            }
        }
        return found;
    }

    /** Sends an event and waits until the broker has it. */
    void send(UUID id, String key, String type, String data) {
        send(id, key, type, data, "");
    }

    /** The same, as part of a trace if that is not empty. */
    void send(UUID id, String key, String type, String data, String traceparent) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, key, data.getBytes(UTF_8));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        id.toString(),
                        "ce_source",
                        "/order-service",
                        "ce_type",
                        type,
                        "ce_subject",
                        key,
                        "ce_time",
                        Instant.now().toString(),
                        "content-type",
                        "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        if (!traceparent.isEmpty()) {
            record.headers().add("traceparent", traceparent.getBytes(UTF_8));
        }
        try (var producer = producer()) {
            Future<?> sent = producer.send(record);
            sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Event event(ConsumerRecord<String, byte[]> record) {
        String type = new String(record.headers().lastHeader("ce_type").value(), UTF_8);
        var trace = record.headers().lastHeader("traceparent");
        return new Event(
                record.key(),
                type,
                new String(record.value(), UTF_8),
                trace == null ? "" : new String(trace.value(), UTF_8));
    }

    private KafkaConsumer<String, byte[]> consumer() {
        var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", Surroundings.KAFKA.address()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        consumer.assign(
                consumer.partitionsFor(topic).stream()
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .toList());
        consumer.seekToBeginning(consumer.assignment());
        return consumer;
    }

    private static KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", Surroundings.KAFKA.address()),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
