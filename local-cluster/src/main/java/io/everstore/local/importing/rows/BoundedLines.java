package io.everstore.local.importing.rows;

import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lines of a text; of a line that is too long only the beginning is kept, so memory is bounded. */
final class BoundedLines {

    /** Characters of a line that are accepted; one more is kept to tell that it was longer. */
    static final int LONGEST = 1 << 20;

    private final BufferedReader reader;
    private final StringBuilder line = new StringBuilder();
    private long number;

    BoundedLines(BufferedReader reader) {
        this.reader = reader;
    }

    /** Number of the line returned last, from 1. */
    long number() {
        return number;
    }

    /**
     * The next line without its end, or null; a carriage return before the line feed is no part.
     */
    @Nullable String next() {
        line.setLength(0);
        try {
            int c = reader.read();
            if (c < 0) {
                return null;
            }
            for (; c >= 0 && c != '\n'; c = reader.read()) {
                if (line.length() <= LONGEST) {
                    line.append((char) c);
                }
            }
        } catch (IOException failure) {
            throw UnusableFile.brokenAfter(number, failure.getMessage(), failure);
        }
        number++;
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r'
                ? line.substring(0, end - 1)
                : line.toString();
    }
}
