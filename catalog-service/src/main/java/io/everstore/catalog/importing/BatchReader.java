package io.everstore.catalog.importing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads a batch: one JSON object per line, good and bad rows apart. */
@Component
class BatchReader {

    private final ObjectReader rows;
    private final ImportSettings settings;

    BatchReader(JsonMapper json, ImportSettings settings) {
        this.rows =
                json.readerFor(SentRow.class)
                        .with(
                                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                                DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        this.settings = settings;
    }

    /**
     * Reads all rows.
     *
     * @throws ImportProblem if it is no batch: then the client is wrong, not its data
     */
    Batch read(InputStream body) throws IOException {
        List<RowCheck.Accepted> accepted = new ArrayList<>();
        List<RowCheck.Rejected> rejected = new ArrayList<>();
        int position = 0;
        // A decoder that reports: names with replacement characters would be loaded for good.
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(body, StandardCharsets.UTF_8.newDecoder()))) {
            String line;
            while ((line = next(lines, position)) != null) {
                if (line.isBlank()) {
                    continue;
                }
                if (++position > settings.maxBatchRows()) {
                    throw ImportProblem.tooManyRows(settings.maxBatchRows());
                }
                switch (RowRules.check(parse(line, position))) {
                    case RowCheck.Accepted row -> accepted.add(row);
                    case RowCheck.Rejected row -> rejected.add(row);
                }
            }
        }
        return new Batch(accepted, rejected);
    }

    private static @Nullable String next(BufferedReader lines, int position) throws IOException {
        try {
            return lines.readLine();
        } catch (CharacterCodingException _) {
            throw ImportProblem.malformed(position + 1, "(or one close to it) is not UTF-8");
        }
    }

    private SentRow parse(String line, int position) {
        try {
            SentRow row = rows.readValue(line);
            if (row != null) {
                return row;
            }
        } catch (JacksonException _) {
            // The same as no object at all.
        }
        throw ImportProblem.malformed(
                position,
                "is not a JSON object with 'line', 'sku', 'name', 'price' and at most"
                        + " 'description', 'category', 'currency', 'stock', 'featuredRank'");
    }

    /** The rows of one batch, apart. */
    record Batch(List<RowCheck.Accepted> accepted, List<RowCheck.Rejected> rejected) {

        int received() {
            return accepted.size() + rejected.size();
        }
    }
}
