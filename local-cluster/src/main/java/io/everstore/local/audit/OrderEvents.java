package io.everstore.local.audit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What {@code orders.events} tells of orders. */
public final class OrderEvents {

    public static final String TOPIC = "orders.events";
    private static final String PLACED = "dev.everstore.order.placed.v1";

    /** By order and type: the ids of the events. A repeated delivery has the same id. */
    private final Map<String, Map<String, Set<String>>> ids = new HashMap<>();

    private final Set<String> settledBeforePlaced = new HashSet<>();
    private final Predicate<String> which;

    private OrderEvents(Predicate<String> which) {
        this.which = which;
    }

    /**
     * Reads to the present end.
     *
     * @param from offset of each partition at which to begin
     * @param which ids of orders that matter
     */
    public static OrderEvents read(
            Brokers brokers, Map<TopicPartition, Long> from, Predicate<String> which) {
        OrderEvents events = new OrderEvents(which);
        Map<String, Object> settings =
                brokers.settings(Map.of("isolation.level", "read_committed"));
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.copyOf(from.keySet());
            consumer.assign(partitions);
            from.forEach(consumer::seek);
            Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(p -> consumer.position(p) < end.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(events::add);
            }
        }
        return events;
    }

    private void add(ConsumerRecord<String, byte[]> record) {
        if (!which.test(String.valueOf(record.key()))) {
            return;
        }
        String type = header(record, "ce_type");
        Set<String> before = ids.getOrDefault(record.key(), Map.of()).keySet();
        if (type.equals(PLACED) && !before.isEmpty() && !before.contains(PLACED)) {
            settledBeforePlaced.add(record.key());
        }
        ids.computeIfAbsent(record.key(), _ -> new HashMap<>())
                .computeIfAbsent(type, _ -> new HashSet<>())
                .add(header(record, "ce_id"));
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Orders that were placed after something else had become of them. */
    public Set<String> settledBeforePlaced() {
        return settledBeforePlaced;
    }

    /** {@code <order>|<status>} as the events tell it. */
    public Set<String> finalStates() {
        return ids.entrySet().stream()
                .map(e -> e.getKey() + "|" + status(e.getValue().keySet()))
                .collect(Collectors.toSet());
    }

    /**
     * Placed, then confirmed or rejected, and after that a confirmed one may be cancelled. One that
     * was queued and could not be placed is rejected at once.
     */
    private static String status(Set<String> types) {
        Set<String> words =
                types.stream()
                        .map(type -> type.replaceAll("dev\\.everstore\\.order\\.(\\w+)\\.v1", "$1"))
                        .collect(Collectors.toSet());
        if (words.equals(Set.of("placed", "confirmed"))) {
            return "CONFIRMED";
        } else if (words.equals(Set.of("placed", "rejected")) || words.equals(Set.of("rejected"))) {
            return "REJECTED";
        } else if (words.equals(Set.of("placed", "confirmed", "cancelled"))) {
            return "CANCELLED";
        }
        return "broken " + types;
    }

    /** The ids of all events. */
    public Set<String> ids() {
        return ids.values().stream()
                .flatMap(types -> types.values().stream())
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    /** Orders of which the same is told twice, as two things that happened. */
    public Set<String> repeatedWithAnotherId() {
        return ids.entrySet().stream()
                .filter(e -> e.getValue().values().stream().anyMatch(set -> set.size() != 1))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
