package io.everstore.local.importing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The invoices that the tests read: a small hand-made file, and a real month if it is on this
 * machine (named by the system property {@code everstore.data}, the file or its directory, or in
 * {@code shared/data} beside the checkout).
 */
public final class InvoiceFiles {

    private static final String MONTH = "online-retail-2010-12.csv.gz";

    /**
     * A file and what is known to be in it.
     *
     * @param badRows rows that are no product
     * @param skus distinct products of the others
     */
    public record Known(
            Path file, int rows, int badRows, int skus, int invoices, int sales, int skipped) {

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    private InvoiceFiles() {}

    /** 14 rows of 10 invoices with everything that is odd about the real ones. */
    public static Path small() {
        return Path.of("src/test/resources/invoices/december.csv").toAbsolutePath();
    }

    /** The small file, and the real month if it is here. */
    public static Stream<Known> all() {
        return Stream.concat(
                Stream.of(new Known(small(), 14, 3, 6, 10, 6, 4)),
                month().map(file -> new Known(file, 42_481, 273, 2741, 2025, 1629, 396)).stream());
    }

    private static Optional<Path> month() {
        var named = System.getProperty("everstore.data", "");
        return Stream.of(Path.of(named), Path.of(named, MONTH), Path.of("../../shared/data", MONTH))
                .map(Path::toAbsolutePath)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /** Writes a text file. */
    public static Path write(Path file, String text) throws IOException {
        return Files.writeString(file, text);
    }

    /** Writes a gzipped text file. */
    public static Path zip(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }
}
