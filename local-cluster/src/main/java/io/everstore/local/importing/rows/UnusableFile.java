package io.everstore.local.importing.rows;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The file as a whole cannot be read; its message says where and what to do. */
public final class UnusableFile extends RuntimeException {

    private UnusableFile(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Nothing in it, not even a header. */
    public static UnusableFile empty() {
        return new UnusableFile("The file is empty: it needs a header line and rows.", null);
    }

    /** The header lacks what cannot be done without. */
    public static UnusableFile withoutColumns(
            Collection<String> missing, Collection<String> header, String hint) {
        return new UnusableFile(
                "The header has no column for %s. It reads: %s. %s"
                        .formatted(String.join(", ", missing), String.join(" | ", header), hint),
                null);
    }

    /** {@code --map} names something that is not there. */
    public static UnusableFile withMapping(String problem) {
        return new UnusableFile(problem, null);
    }

    /** It is JSON, but not one object a line. */
    public static UnusableFile jsonArray() {
        return new UnusableFile(
                "The file is a JSON array; write one object on each line instead (JSON Lines).",
                null);
    }

    /** It stops or turns to nonsense half-way: a cut-off archive or a quote that never closes. */
    public static UnusableFile brokenAfter(long line, @Nullable String why, Throwable cause) {
        return new UnusableFile(
                "The file breaks off after line %d: %s.".formatted(line, why), cause);
    }
}
