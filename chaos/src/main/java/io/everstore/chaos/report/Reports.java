package io.everstore.chaos.report;

import io.everstore.chaos.run.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where runs leave what they found: a directory for each experiment, with a page, a summary, the
 * verdict as JUnit writes it, and the ledger of the customers.
 */
public record Reports(Path directory, Machine machine) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Empty, and there. */
    public Path directoryOf(String experiment) {
        Path own = directory.resolve(experiment);
        try {
            Files.createDirectories(own);
            Files.deleteIfExists(own.resolve("ledger.jsonl"));
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + own, e);
        }
    }

    /** Writes everything about one run; returns its page. */
    public Path write(Result result) {
        Path own = directory.resolve(result.experiment().name());
        Summary summary = Summary.of(result, machine);
        text(own.resolve("summary.json"), JSON.writeValueAsString(summary) + "\n");
        JUnitReport.write(List.of(result), own.resolve("junit.xml"));
        Path page = own.resolve("index.html");
        text(page, HtmlReport.page(result, summary));
        IndexPage.write(directory, summaries());
        return page;
    }

    private List<Path> summaries() {
        try (Stream<Path> runs = Files.list(directory)) {
            return runs.map(run -> run.resolve("summary.json")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    /** The last run of each. */
    public List<Summary> all() {
        return summaries().stream().filter(Files::exists).map(Reports::read).toList();
    }

    /** Reads a summary that was written before. */
    static Summary read(Path file) {
        return JSON.readValue(file.toFile(), Summary.class);
    }

    static String json(Object value) {
        return JSON.writeValueAsString(value);
    }

    static void text(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
