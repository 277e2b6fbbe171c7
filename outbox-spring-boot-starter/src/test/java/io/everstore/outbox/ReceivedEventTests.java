package io.everstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ReceivedEventTests {

    private static final UUID ID = UUID.fromString("01890000-0000-7000-8000-000000000001");

    private static final Map<String, String> HEADERS =
            Map.of(
                    "ce_specversion", "1.0",
                    "ce_id", ID.toString(),
                    "ce_source", "/test",
                    "ce_type", "measured.v1",
                    "ce_subject", "thermometer",
                    "ce_time", "2026-11-21T09:00:00Z");

    record Measurement(int celsius, @Nullable String place) {}

    private final EventReader reader = new EventReader(JsonMapper.shared());

    @Test
    void understandsAnEvent() {
        assertThat(ReceivedEvent.from(record(HEADERS, "{}".getBytes(UTF_8))))
                .isEqualTo(
                        new ReceivedEvent(
                                ID,
                                "measured.v1",
                                "thermometer",
                                Instant.parse("2026-11-21T09:00:00Z"),
                                "{}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_type", "ce_subject", "ce_time"})
    void refusesARecordWithoutAnAttribute(String header) {
        Map<String, String> headers = new TreeMap<>(HEADERS);
        headers.remove(header);

        assertThatThrownBy(() -> ReceivedEvent.from(record(headers, new byte[0])))
                .isInstanceOf(MalformedEvent.class)
                .hasMessage("Record readings-2@17: header %s is missing", header);
    }

    @ParameterizedTest
    @CsvSource({"ce_specversion,0.3", "ce_id,seventeen", "ce_time,yesterday"})
    void refusesAnAttributeThatMakesNoSense(String header, String value) {
        Map<String, String> headers = new TreeMap<>(HEADERS);
        headers.put(header, value);

        assertThatThrownBy(() -> ReceivedEvent.from(record(headers, new byte[0])))
                .isInstanceOf(MalformedEvent.class)
                .hasMessageContaining(header);
    }

    @Test
    void refusesDataThatIsMissingOrNoText() {
        assertThatThrownBy(() -> ReceivedEvent.from(record(HEADERS, null)))
                .isInstanceOf(MalformedEvent.class);
        assertThatThrownBy(() -> ReceivedEvent.from(record(HEADERS, new byte[] {(byte) 0xff})))
                .isInstanceOf(MalformedEvent.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void ignoresFieldsOfANewerSender() {
        var measurement = read("{\"celsius\":21,\"kelvin\":294}");

        assertThat(measurement).isEqualTo(new Measurement(21, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"celsius\":null}", "{\"celsius\":\"warm\"}", "{", "null", ""})
    void refusesDataOfAnotherKind(String data) {
        assertThatThrownBy(() -> read(data))
                .isInstanceOf(MalformedEvent.class)
                .hasMessageContaining("measured.v1 of thermometer");
    }

    private Measurement read(String data) {
        return reader.read(
                ReceivedEvent.from(record(HEADERS, data.getBytes(UTF_8))), Measurement.class);
    }

    private static ConsumerRecord<String, byte[]> record(
            Map<String, String> headers, byte @Nullable [] value) {
        var record = new ConsumerRecord<>("readings", 2, 17, "thermometer", value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }
}
