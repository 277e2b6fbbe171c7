package io.everstore.outbox.autoconfigure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.everstore.outbox.EventAttributes;
import io.everstore.outbox.EventTrace;
import io.opentelemetry.api.trace.Span;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A row of the outbox, and the record it becomes. */
record PendingEvent(
        long id,
        UUID eventId,
        String topic,
        String key,
        String type,
        String source,
        String data,
        Instant createdAt,
        @Nullable String traceparent) {

    static PendingEvent from(ResultSet row) throws SQLException {
        return new PendingEvent(
                row.getLong("id"),
                row.getObject("event_id", UUID.class),
                row.getString("topic"),
                row.getString("aggregate_key"),
                row.getString("type"),
                row.getString("source"),
                row.getString("data"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("traceparent"));
    }

    /**
     * CloudEvents 1.0, binary mode of the Kafka binding: attributes as headers, data as value.
     *
     * @param sending the span of its sending, which its receivers go on from
     */
    ProducerRecord<String, byte[]> toRecord(Span sending) {
        var record = new ProducerRecord<>(topic, key, data.getBytes(UTF_8));
        new EventAttributes(eventId, source, type, key, createdAt).addTo(record.headers());
        EventTrace.addTo(record.headers(), EventTrace.of(sending));
        return record;
    }

    /** What keeps its order: nothing of a stream may overtake a row of it that was not sent. */
    Stream stream() {
        return new Stream(topic, key);
    }

    record Stream(String topic, String key) {}
}
