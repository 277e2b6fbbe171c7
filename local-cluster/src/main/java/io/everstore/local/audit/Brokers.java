package io.everstore.local.audit;

import io.everstore.local.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The shop's event log, looked at by an administrator. */
public final class Brokers implements AutoCloseable {

    private static final String INTAKE = "orders.intake";
    private static final String INTAKE_GROUP = "order-intake";

    private final String addresses;
    private final Transport transport;
    private final Admin admin;

    /** The brokers do not answer. */
    public static final class Away extends RuntimeException {
        private Away(Throwable cause) {
            super("Kafka does not answer: " + cause.getMessage(), cause);
        }
    }

    /**
     * Does not connect yet.
     *
     * @param addresses host:port of some, joined by commas
     * @param transport what they speak
     */
    public Brokers(String addresses, Transport transport) {
        this.addresses = addresses;
        this.transport = transport;
        this.admin =
                Admin.create(
                        settings(
                                Map.of(
                                        "default.api.timeout.ms",
                                        "10000",
                                        "request.timeout.ms",
                                        "5000")));
    }

    /**
     * Settings of a client that is to reach them.
     *
     * @param own what it wants besides
     */
    public Map<String, Object> settings(Map<String, ?> own) {
        return transport.kafka(addresses, own);
    }

    /** Where the next record of each partition will be. */
    public Map<TopicPartition, Long> ends(String topic) {
        return offsets(topic, OffsetSpec.latest());
    }

    /** Where the first record of each partition is. */
    public Map<TopicPartition, Long> beginnings(String topic) {
        return offsets(topic, OffsetSpec.earliest());
    }

    private Map<TopicPartition, Long> offsets(String topic, OffsetSpec which) {
        var partitions =
                get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                        .flatMap(found -> found.partitions().stream())
                        .map(p -> new TopicPartition(topic, p.partition()))
                        .collect(Collectors.toMap(p -> p, _ -> which));
        return get(admin.listOffsets(partitions).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
    }

    /** Whether all orders that were queued are placed or rejected. */
    public boolean isIntakeEmpty() {
        Map<TopicPartition, OffsetAndMetadata> done =
                get(
                        admin.listConsumerGroupOffsets(INTAKE_GROUP)
                                .partitionsToOffsetAndMetadata(INTAKE_GROUP));
        return ends(INTAKE).entrySet().stream()
                .allMatch(
                        end -> {
                            OffsetAndMetadata at = done.get(end.getKey());
                            return end.getValue() == 0
                                    || (at != null && at.offset() >= end.getValue());
                        });
    }

    /**
     * The partitions, Kafka's own included, of which a copy is missing or behind, a sentence each.
     */
    public List<String> missingCopies() {
        Set<String> topics =
                get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        return get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(
                        topic ->
                                topic.partitions().stream()
                                        .filter(p -> p.isr().size() < p.replicas().size())
                                        .map(
                                                p ->
                                                        "%s-%d has %d of %d copies"
                                                                .formatted(
                                                                        topic.name(),
                                                                        p.partition(),
                                                                        p.isr().size(),
                                                                        p.replicas().size())))
                .sorted()
                .toList();
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(15, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Away(e);
        }
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(2));
    }
}
