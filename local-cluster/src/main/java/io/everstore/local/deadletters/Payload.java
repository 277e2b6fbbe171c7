package io.everstore.local.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The bytes of a record, for people: pretty if it is JSON, and never more than fits a screen. */
final class Payload {

    static final int MOST_CHARACTERS = 2_000;
    private static final int MOST_BYTES = 64;

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Payload() {}

    static String readable(byte @Nullable [] value) {
        if (value == null) {
            return "(no data)";
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException binary) {
            int shown = Math.min(value.length, MOST_BYTES);
            return "(%d bytes, no text) %s%s"
                    .formatted(
                            value.length,
                            HexFormat.ofDelimiter(" ").formatHex(value, 0, shown),
                            shown < value.length ? " ..." : "");
        }
        return line(pretty(text), MOST_CHARACTERS);
    }

    /**
     * Bounded, and without the control characters with which a record could play with a terminal.
     */
    static String line(String text, int most) {
        String shown = text.length() <= most ? text : text.substring(0, most);
        String safe = shown.replaceAll("[\\p{Cntrl}&&[^\\n]]", "?");
        return text.length() <= most
                ? safe
                : safe + "... (%d characters more)".formatted(text.length() - most);
    }

    /** A huge text is not parsed: only its beginning will be shown. */
    private static String pretty(String text) {
        if (text.length() > 100 * MOST_CHARACTERS) {
            return text;
        }
        try {
            return PRETTY.writeValueAsString(PRETTY.readTree(text));
        } catch (JacksonException noJson) {
            return text;
        }
    }
}
