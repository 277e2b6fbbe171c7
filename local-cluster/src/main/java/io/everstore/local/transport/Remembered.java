package io.everstore.local.transport;

import io.everstore.local.topology.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that says what the shop that runs speaks, for commands in other processes. */
final class Remembered {

    private static final String TLS = "tls";

    private Remembered() {}

    static boolean isTls(Home home) {
        Path file = file(home);
        try {
            return Files.exists(file) && Files.readString(file).strip().equals(TLS);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Whether a shop of this home was started, and not ended yet. */
    static boolean isThere(Home home) {
        return Files.exists(file(home));
    }

    static void remember(Home home, boolean isTls) {
        Home.privateDirectory(home.run());
        Path file = file(home);
        try {
            Files.writeString(file, (isTls ? TLS : "plain") + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    static void forget(Home home) {
        Path file = file(home);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    private static Path file(Home home) {
        return home.run().resolve("transport");
    }
}
