package io.everstore.local.importing.rows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of a JSON Lines file: one object a line, its keys named like columns. A price may also be
 * the object {@code {"amount":2.55,"currency":"GBP"}} of the shop's own products. Keys that are
 * nothing to the catalogue are ignored, null is the same as absent.
 */
final class JsonLinesRows implements Rows {

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
    private static final int HEADERS_KEPT = 64;

    private final TextFile text;
    private final BoundedLines lines;
    private final Map<String, String> mapping;

    // Files repeat a few key lists a million times.
    private final Map<List<String>, Header> headers =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<List<String>, Header> eldest) {
                    return size() > HEADERS_KEPT;
                }
            };

    JsonLinesRows(TextFile text, Map<String, String> mapping) {
        this.text = text;
        this.lines = new BoundedLines(text.reader());
        // A mapping to a key that some objects lack is no error here, but a mapping to nonsense is.
        mapping.keySet().forEach(Header::field);
        this.mapping = Map.copyOf(mapping);
    }

    @Override
    public @Nullable Read next() {
        var line = lines.next();
        while (line != null && line.isBlank()) {
            line = lines.next();
        }
        if (line == null) {
            return null;
        }
        if (line.length() > BoundedLines.LONGEST) {
            return unreadable(line, "is longer than a line may be (1 Mi characters)");
        }
        try {
            var json = JSON.readTree(line);
            return json.isObject() ? row(json) : unreadable(line, "is no JSON object");
        } catch (JacksonException _) {
            return unreadable(line, "is no valid JSON");
        }
    }

    private Row row(JsonNode json) {
        var names = new ArrayList<String>();
        var values = new ArrayList<String>();
        json.forEachEntry(
                (name, value) -> {
                    if (value.isObject() && value.has("amount")) {
                        names.add(name);
                        values.add(scalar(value.path("amount")));
                        names.add("currency");
                        values.add(scalar(value.path("currency")));
                    } else if (!value.isNull()) {
                        names.add(name);
                        values.add(scalar(value));
                    }
                });
        return new Row(lines.number(), headers.computeIfAbsent(names, this::header), values);
    }

    private Header header(List<String> names) {
        var present = new LinkedHashMap<String, String>();
        mapping.forEach(
                (field, name) -> {
                    if (names.stream().anyMatch(n -> Column.plain(n).equals(Column.plain(name)))) {
                        present.put(field, name);
                    }
                });
        return Header.of(names, present);
    }

    private static String scalar(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros().toPlainString();
        }
        return value.isString() ? value.asString() : value.isMissingNode() ? "" : value.toString();
    }

    private Unreadable unreadable(String line, String reason) {
        return new Unreadable(BadRow.whole(lines.number(), line, reason));
    }

    @Override
    public long bytesRead() {
        return text.bytesRead();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
