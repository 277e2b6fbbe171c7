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
 * The invoices that the tests read: a small hand-made file, and the real month if it is on this
 * machine (a directory in the system property {@code everstore.data}, or {@code shared/data} beside
 * the checkout).
 */
public final class InvoiceFiles {

    private static final String MONTH = "online-retail-2010-12.csv.gz";

    private InvoiceFiles() {}

    /** 14 rows of 10 invoices with everything that is odd about the real ones. */
    public static Path small() {
        return Path.of("src/test/resources/invoices/december.csv").toAbsolutePath();
    }

    /** The real month, if it is here. */
    public static Optional<Path> month() {
        return Stream.of(System.getProperty("everstore.data", ""), "../../shared/data")
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, MONTH).toAbsolutePath().normalize())
                .filter(Files::exists)
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
