package io.everstore.local.deadletters;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Remembers on the brokers what was played back, so that everybody knows, and for good. */
final class Ledger implements AutoCloseable {

    /** A group without members: its committed offsets are all there is of it. */
    private static final String GROUP = "everstore-dlt";

    private final Admin admin;

    Ledger(Brokers brokers) {
        admin =
                Admin.create(
                        brokers.settings(
                                Map.of(
                                        "client.id",
                                        "everstore-dlt",
                                        "default.api.timeout.ms",
                                        10_000,
                                        "request.timeout.ms",
                                        3_000)));
    }

    Map<TopicPartition, Settled> settled(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Settled> settled = new HashMap<>();
        partitions.forEach(
                partition -> settled.put(partition, Settled.of(committed.get(partition))));
        return settled;
    }

    void remember(TopicPartition partition, Settled settled) {
        await(admin.alterConsumerGroupOffsets(GROUP, Map.of(partition, settled.toCommit())).all());
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException kafka
                    ? kafka
                    : new KafkaException(failed.getCause());
        } catch (InterruptedException stopped) {
            throw new InterruptException(stopped);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
