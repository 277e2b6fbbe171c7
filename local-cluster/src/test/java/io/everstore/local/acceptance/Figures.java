package io.everstore.local.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the run measured: printed as it is found, and kept in a file. */
final class Figures {

    private final Path file;
    private final List<String> lines = new ArrayList<>();

    Figures(Path file) {
        this.file = file;
    }

    void add(String line) {
        System.out.println("FIGURE " + line);
        lines.add("- " + line);
    }

    void write() throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }
}
