package io.everstore.local.acceptance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The orders that were queued while the database was away. */
final class IntakeQueue {

    private static final String TOPIC = "orders.intake";
    private static final String GROUP = "order-intake";

    private IntakeQueue() {}

    /** Whether all of them are placed or rejected. */
    static boolean isEmpty() {
        try (Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                "127.0.0.1:9401,127.0.0.1:9402,127.0.0.1:9403"))) {
            Map<TopicPartition, OffsetAndMetadata> done =
                    admin.listConsumerGroupOffsets(GROUP)
                            .partitionsToOffsetAndMetadata(GROUP)
                            .get();
            var partitions =
                    admin
                            .describeTopics(List.of(TOPIC))
                            .allTopicNames()
                            .get()
                            .get(TOPIC)
                            .partitions()
                            .stream()
                            .collect(
                                    Collectors.toMap(
                                            p -> new TopicPartition(TOPIC, p.partition()),
                                            _ -> OffsetSpec.latest()));
            return admin.listOffsets(partitions).all().get().entrySet().stream()
                    .allMatch(
                            end ->
                                    end.getValue().offset() == 0
                                            || (done.get(end.getKey()) != null
                                                    && done.get(end.getKey()).offset()
                                                            >= end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
