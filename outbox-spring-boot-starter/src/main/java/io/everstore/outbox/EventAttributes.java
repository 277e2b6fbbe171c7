package io.everstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;

/**
 * What a CloudEvent 1.0 says about itself. {@link ReceivedEvent} reads it.
 *
 * @param id the same each time the event is delivered
 * @param source whose event it is, for example {@code /catalog-service}
 * @param type for example {@code dev.everstore.product.v1}
 * @param subject the aggregate's id
 * @param time when it happened
 */
public record EventAttributes(UUID id, String source, String type, String subject, Instant time) {

    /** As headers of a record whose value is JSON: binary mode of the Kafka binding. */
    public void addTo(Headers headers) {
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", id.toString());
        add(headers, "ce_source", source);
        add(headers, "ce_type", type);
        add(headers, "ce_subject", subject);
        add(headers, "ce_time", time.toString());
        add(headers, "content-type", "application/json");
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }
}
