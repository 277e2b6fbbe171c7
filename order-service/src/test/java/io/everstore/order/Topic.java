package io.everstore.order;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of the test's broker: speaks as another service would, and hears what was said. */
public final class Topic implements AutoCloseable {

    private static final KafkaProducer<String, byte[]> PRODUCER =
            new KafkaProducer<>(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, Backends.KAFKA.address()),
                    new StringSerializer(),
                    new ByteArraySerializer());

    private final String name;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> heard = new CopyOnWriteArrayList<>();

    public Topic(String name) {
        this.name = name;
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                Backends.KAFKA.address(),
                                ConsumerConfig.GROUP_ID_CONFIG,
                                "test-" + UUID.randomUUID(),
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        consumer.subscribe(List.of(name));
    }

    /** Tells of an event and returns its id. */
    public static UUID tell(String topic, String key, String type, String data) {
        UUID id = UUID.randomUUID();
        tell(topic, key, type, data, id);
        return id;
    }

    public static void tell(String topic, String key, String type, String data, UUID id) {
        send(event(topic, key, type, data, id));
    }

    private static ProducerRecord<String, byte[]> event(
            String topic, String key, String type, String data, UUID id) {
        var record = new ProducerRecord<>(topic, key, data.getBytes(UTF_8));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id.toString(),
                        "ce_source", "/catalog-service",
                        "ce_type", type,
                        "ce_subject", key,
                        "ce_time", "2026-11-21T10:00:00Z",
                        "content-type", "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    /** Tells of an event as part of a trace. */
    public static void tellTraced(
            String topic, String key, String type, String data, String traceparent) {
        var record = event(topic, key, type, data, UUID.randomUUID());
        record.headers().add("traceparent", traceparent.getBytes(UTF_8));
        send(record);
    }

    public static void tellGarbage(String topic, String key) {
        send(new ProducerRecord<>(topic, key, "garbage".getBytes(UTF_8)));
    }

    private static void send(ProducerRecord<String, byte[]> record) {
        try {
            PRODUCER.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("not sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The data of what was said with this key, and type, since the topic began. */
    public List<String> heard(String key, String type) {
        consumer.poll(Duration.ofMillis(100)).forEach(heard::add);
        return heard.stream()
                .filter(record -> key.equals(record.key()))
                .filter(record -> type.equals(typeOf(record)))
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    /** The traces of what was said with this key, and type; an empty text for none. */
    public List<String> traces(String key, String type) {
        consumer.poll(Duration.ofMillis(100)).forEach(heard::add);
        return heard.stream()
                .filter(record -> key.equals(record.key()) && type.equals(typeOf(record)))
                .map(record -> header(record, "traceparent"))
                .toList();
    }

    /** How many records with this key there are, events or not. */
    public long count(String key) {
        consumer.poll(Duration.ofMillis(100)).forEach(heard::add);
        return heard.stream().filter(record -> key.equals(record.key())).count();
    }

    /** The partitions that have records of a type. */
    public Set<Integer> partitions(String type) {
        consumer.poll(Duration.ofMillis(100)).forEach(heard::add);
        return heard.stream()
                .filter(record -> type.equals(typeOf(record)))
                .map(ConsumerRecord::partition)
                .collect(Collectors.toSet());
    }

    private static String typeOf(ConsumerRecord<String, byte[]> record) {
        return header(record, "ce_type");
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
