package io.everstore.outbox.autoconfigure;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** How long each event took from its commit to a consumer, which sees only what is acknowledged. */
final class Arrivals implements AutoCloseable {

    private final Map<String, Long> committed = new ConcurrentHashMap<>();
    private final Map<String, Long> nanos = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean isClosed;

    Arrivals(String kafka, String topic) {
        thread = Thread.ofPlatform().start(() -> listen(kafka, topic));
    }

    /** To be called last in the transaction of the event. */
    void committing(String key) {
        committed.put(key, System.nanoTime());
    }

    void awaitAll() {
        await().until(() -> nanos.size() == committed.size());
    }

    void forget() {
        committed.clear();
        nanos.clear();
    }

    String percentiles() {
        long[] sorted = nanos.values().stream().mapToLong(Long::longValue).sorted().toArray();
        return "p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                .formatted(
                        sorted[sorted.length / 2] / 1e6,
                        sorted[(int) (sorted.length * 0.99)] / 1e6,
                        sorted[sorted.length - 1] / 1e6);
    }

    private void listen(String kafka, String topic) {
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(
                    consumer.partitionsFor(topic).stream()
                            .map(p -> new TopicPartition(topic, p.partition()))
                            .toList());
            while (!isClosed) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    Long began = committed.get(record.key());
                    if (began != null) {
                        nanos.putIfAbsent(record.key(), System.nanoTime() - began);
                    }
                }
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        isClosed = true;
        thread.join();
    }
}
