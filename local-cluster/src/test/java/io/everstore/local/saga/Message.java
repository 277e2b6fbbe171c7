package io.everstore.local.saga;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An event on its way; what Kafka makes of it is up to the test. */
record Message(UUID id, String topic, String key, String type, String data) {

    /** As a listener gets it: a CloudEvent in binary mode. */
    ConsumerRecord<String, byte[]> toRecord() {
        var record = new ConsumerRecord<>(topic, 0, 0, key, data.getBytes(UTF_8));
        Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", id.toString(),
                        "ce_source", "/test",
                        "ce_type", type,
                        "ce_subject", key,
                        "ce_time", "2026-11-21T10:00:00Z",
                        "content-type", "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }

    @Override
    public String toString() {
        return type.replace("dev.everstore.", "") + " " + key;
    }
}
