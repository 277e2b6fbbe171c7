package io.everstore.local.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The record as a small properties file, replaced by an atomic rename after fsync. */
final class RecordFile implements Records {

    private final Path file;

    RecordFile(Path file) {
        this.file = file;
    }

    @Override
    public Optional<ClusterRecord> load() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = Files.newBufferedReader(file)) {
            Properties p = new Properties();
            p.load(in);
            String electors = p.getProperty("electors", "");
            return Optional.of(
                    new ClusterRecord(
                            Long.parseLong(required(p, "term")),
                            required(p, "primary"),
                            electors.isBlank() ? Set.of() : Set.of(electors.split(",", -1))));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    file
                            + " is damaged: without it nobody knows which server has every order."
                            + " Restore it, or delete all data to begin anew",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the failover record " + file, e);
        }
    }

    private static String required(Properties p, String key) {
        String value = p.getProperty(key, "");
        if (value.isBlank()) {
            throw new IllegalArgumentException("it has no " + key);
        }
        return value;
    }

    @Override
    public void save(ClusterRecord r) {
        String text =
                "# Who may be writable, and who must be heard before anybody else may. Do not edit.\n"
                        + "term=%d%nprimary=%s%nelectors=%s%n"
                                .formatted(r.term(), r.primary(), String.join(",", r.electors()));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            try (FileChannel out =
                    FileChannel.open(
                            next,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                out.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(file.getParent())) {
                directory.force(true); // or the rename itself may be lost with the power
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the failover record " + file, e);
        }
    }
}
