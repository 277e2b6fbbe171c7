package io.everstore.outbox;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that will never be understood, however often it is read. A listener that lets it through
 * has the record moved to the dead letter topic, and goes on with the next one.
 */
public final class MalformedEvent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private MalformedEvent(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The record is not an event: {@code reason} says what is missing or wrong. */
    public static MalformedEvent in(ConsumerRecord<?, ?> record, String reason) {
        return new MalformedEvent(
                "Record %s-%d@%d: %s"
                        .formatted(record.topic(), record.partition(), record.offset(), reason),
                null);
    }

    /** The event came through, but what it says makes no sense to its receiver. */
    public static MalformedEvent because(ReceivedEvent event, String reason) {
        return because(event, reason, null);
    }

    static MalformedEvent because(ReceivedEvent event, String reason, @Nullable Throwable cause) {
        return new MalformedEvent(
                "Event %s (%s of %s): %s"
                        .formatted(event.id(), event.type(), event.subject(), reason),
                cause);
    }
}
