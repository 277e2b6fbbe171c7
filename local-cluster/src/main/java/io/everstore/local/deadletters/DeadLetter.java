package io.everstore.local.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record that a listener could not understand, as Spring for Kafka put it aside. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

    static final String SUFFIX = ".dlt";

    /** What was added when it was put aside; the rest is the record as it was sent. */
    private static final String ADDED = "kafka_dlt-";

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    Position position() {
        return new Position(record.partition(), record.offset());
    }

    String originalTopic() {
        return record.topic().substring(0, record.topic().length() - SUFFIX.length());
    }

    /** Where it was before; null if nobody said. */
    @Nullable Position original() {
        byte[] partition = header(ADDED + "original-partition");
        byte[] offset = header(ADDED + "original-offset");
        boolean isKnown =
                partition != null
                        && partition.length == Integer.BYTES
                        && offset != null
                        && offset.length == Long.BYTES;
        return isKnown
                ? new Position(
                        ByteBuffer.wrap(partition).getInt(), ByteBuffer.wrap(offset).getLong())
                : null;
    }

    @Nullable String key() {
        return record.key() == null ? null : new String(record.key(), UTF_8);
    }

    @Nullable String type() {
        return text("ce_type");
    }

    @Nullable String eventId() {
        return text("ce_id");
    }

    /** The sentence of the innermost cause; the outer ones only say that a listener threw. */
    String error() {
        String message = text(ADDED + "exception-message");
        if (message == null) {
            return "unknown";
        }
        int cause = message.lastIndexOf("; nested exception is ");
        return cause < 0 ? message : message.substring(cause + "; nested exception is ".length());
    }

    Instant diedAt() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /**
     * The record as it was before it died, for the partition where it was, so that it meets the
     * same consumer behind the same neighbours; the event's id is the same, so whoever has had its
     * effect already drops it.
     *
     * @param partitions of the original topic now
     */
    ProducerRecord<byte[], byte[]> toOriginal(int partitions) {
        Position original = original();
        int before = original == null ? record.partition() : original.partition();
        var again =
                new ProducerRecord<>(
                        originalTopic(),
                        before < partitions ? before : null,
                        record.key(),
                        record.value());
        for (Header header : record.headers()) {
            if (!header.key().startsWith(ADDED)) {
                again.headers().add(header);
            }
        }
        return again;
    }

    private @Nullable String text(String header) {
        byte[] value = header(header);
        return value == null ? null : new String(value, UTF_8);
    }

    private byte @Nullable [] header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
