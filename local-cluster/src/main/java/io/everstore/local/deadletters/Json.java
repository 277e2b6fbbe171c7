package io.everstore.local.deadletters;

import tools.jackson.databind.json.JsonMapper;

/** What the commands print for machines. */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
