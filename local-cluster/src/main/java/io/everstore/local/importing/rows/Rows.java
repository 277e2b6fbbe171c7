package io.everstore.local.importing.rows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a catalogue file, one after the other; only one is held in memory. */
public sealed interface Rows extends AutoCloseable permits CsvRows, JsonLinesRows {

    /** One row, or the reason why it is none. */
    sealed interface Read permits Row, Unreadable {}

    /**
     * A row that cannot even be taken apart.
     *
     * @param badRow where and why
     */
    record Unreadable(BadRow badRow) implements Read {}

    /**
     * Opens a CSV or JSON Lines file, gzipped or not; its content decides, not its name.
     *
     * @param mapping canonical name to name in the file, for columns that are not recognised
     * @throws IOException if the file cannot be opened
     * @throws UnusableFile if it is empty or its header does not do
     */
    static Rows open(Path file, Map<String, String> mapping) throws IOException {
        var text = TextFile.open(file);
        try {
            return switch (text.firstVisible()) {
                case '{' -> new JsonLinesRows(text, mapping);
                case '[' -> throw UnusableFile.jsonArray();
                default -> new CsvRows(text, mapping);
            };
        } catch (IOException | RuntimeException failure) {
            text.close();
            throw failure;
        }
    }

    /**
     * The next row, or null at the end of the file.
     *
     * @throws UnusableFile if the file breaks off
     */
    @Nullable Read next();

    /** Bytes of the file, compressed or not, that have been read so far. */
    long bytesRead();

    @Override
    void close() throws IOException;
}
