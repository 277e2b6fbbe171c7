package io.everstore.outbox;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the data of events as a tolerant reader: fields that the receiver does not know are ignored
 * (the sender may be a newer version), but a number that is missing is an error and never a zero.
 */
public final class EventReader {

    private final JsonMapper json;

    public EventReader(JsonMapper json) {
        this.json =
                json.rebuild()
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .build();
    }

    /**
     * Reads the data of an event.
     *
     * @throws MalformedEvent if the data is not JSON of that type
     */
    public <T> T read(ReceivedEvent event, Class<T> type) {
        @Nullable T data;
        try {
            data = json.readValue(event.data(), type);
        } catch (JacksonException unreadable) {
            throw MalformedEvent.because(
                    event, "the data is no " + type.getSimpleName(), unreadable);
        }
        if (data == null) {
            throw MalformedEvent.because(event, "the data is null");
        }
        return data;
    }
}
