package io.everstore.local.control;

import tools.jackson.databind.json.JsonMapper;

/** The one mapper of the command line and the control port. */
public final class Json {

    public static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }
}
