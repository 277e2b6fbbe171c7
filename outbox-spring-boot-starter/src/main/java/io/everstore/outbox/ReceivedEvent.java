package io.everstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent 1.0 in binary mode, as it came from Kafka.
 *
 * @param id the same each time the event is delivered; for {@link Inbox#accept}
 * @param type for example {@code dev.everstore.product.v1}; ignore the types you do not know
 * @param subject the aggregate's id
 * @param time when it happened at its source; do not order by it
 * @param data JSON; read it with {@link EventReader}
 */
public record ReceivedEvent(UUID id, String type, String subject, Instant time, String data) {

    /**
     * Understands a record.
     *
     * @throws MalformedEvent if an attribute or the data is missing or unreadable
     */
    public static ReceivedEvent from(ConsumerRecord<String, byte[]> record) {
        if (!header(record, "ce_specversion").equals("1.0")) {
            throw MalformedEvent.in(record, "ce_specversion is not 1.0");
        }
        return new ReceivedEvent(
                id(record),
                header(record, "ce_type"),
                header(record, "ce_subject"),
                time(record),
                data(record));
    }

    private static UUID id(ConsumerRecord<?, ?> record) {
        try {
            return UUID.fromString(header(record, "ce_id"));
        } catch (IllegalArgumentException notAUuid) {
            throw MalformedEvent.in(record, "ce_id is not a UUID");
        }
    }

    private static Instant time(ConsumerRecord<?, ?> record) {
        try {
            return Instant.parse(header(record, "ce_time"));
        } catch (DateTimeParseException notATime) {
            throw MalformedEvent.in(record, "ce_time is not a time of RFC 3339");
        }
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        if (header == null || header.value() == null) {
            throw MalformedEvent.in(record, "header " + name + " is missing");
        }
        return text(record, header.value(), "header " + name);
    }

    private static String data(ConsumerRecord<String, byte[]> record) {
        byte @Nullable [] value = record.value();
        if (value == null) {
            throw MalformedEvent.in(record, "there is no data");
        }
        return text(record, value, "data");
    }

    private static String text(ConsumerRecord<?, ?> record, byte[] bytes, String what) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw MalformedEvent.in(record, what + " is not UTF-8");
        }
    }
}
