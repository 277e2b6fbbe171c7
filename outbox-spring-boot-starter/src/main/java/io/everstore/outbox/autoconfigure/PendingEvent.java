package io.everstore.outbox.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** A row of the outbox, and the record it becomes. */
record PendingEvent(
        long id,
        UUID eventId,
        String topic,
        String key,
        String type,
        String source,
        String data,
        Instant createdAt) {

    static PendingEvent from(ResultSet row) throws SQLException {
        return new PendingEvent(
                row.getLong("id"),
                row.getObject("event_id", UUID.class),
                row.getString("topic"),
                row.getString("aggregate_key"),
                row.getString("type"),
                row.getString("source"),
                row.getString("data"),
                row.getTimestamp("created_at").toInstant());
    }

    /** CloudEvents 1.0, binary mode of the Kafka binding: attributes as headers, data as value. */
    ProducerRecord<String, byte[]> toRecord() {
        var record = new ProducerRecord<>(topic, key, data.getBytes(UTF_8));
        Headers headers = record.headers();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", eventId.toString());
        add(headers, "ce_source", source);
        add(headers, "ce_type", type);
        add(headers, "ce_subject", key);
        add(headers, "ce_time", createdAt.toString());
        add(headers, "content-type", "application/json");
        return record;
    }

    /** What keeps its order: nothing of a stream may overtake a row of it that was not sent. */
    Stream stream() {
        return new Stream(topic, key);
    }

    record Stream(String topic, String key) {}

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
