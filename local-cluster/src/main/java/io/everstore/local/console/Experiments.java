package io.everstore.local.console;

import io.everstore.local.console.Audience.Message;
import io.everstore.local.control.Json;
import io.everstore.local.topology.Home;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Starts chaos experiments, one at a time, and tells how they go and how they end. Each is a
 * process of its own, {@code ./everstore chaos run}: it is the same whoever starts it, and its load
 * is not the launcher's.
 */
final class Experiments implements AutoCloseable {

    private static final String SUFFIX = ".yaml";
    private static final Pattern TITLE =
            Pattern.compile("^title: \"?(.*?)\"?\\s*$", Pattern.MULTILINE);

    /** Steps of the runner; changes of nodes are in the log anyway. */
    private static final Set<String> STEPS = Set.of("phase", "injected", "checked");

    private final Path checkout;
    private final Path root;
    private final Journal journal;
    private final Audience audience;
    private @Nullable Process process;
    private State state;

    /** One that can be started. */
    record Choice(String name, String title) {}

    /**
     * What there is to show.
     *
     * @param running the name of the one that runs, or empty
     * @param verdict how the last one ended, or empty
     */
    record State(List<Choice> choices, String running, String verdict) {}

    Experiments(Home home, Journal journal, Audience audience) {
        this.checkout = home.checkout();
        this.root = home.root();
        this.journal = journal;
        this.audience = audience;
        this.state = new State(choices(checkout.resolve("chaos/experiments")), "", "");
    }

    private static List<Choice> choices(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(Experiments::choice)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + directory, e);
        }
    }

    private static Choice choice(Path file) {
        try {
            String name = file.getFileName().toString().replace(SUFFIX, "");
            Matcher title = TITLE.matcher(Files.readString(file));
            return new Choice(name, title.find() ? title.group(1) : name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    synchronized Message present() {
        return new Message("experiments", state);
    }

    /**
     * Starts one.
     *
     * @throws IllegalArgumentException if there is none of this name
     * @throws UnsupportedOperationException while another one runs
     */
    synchronized void start(String name) {
        if (state.choices().stream().noneMatch(choice -> choice.name().equals(name))) {
            throw new IllegalArgumentException("there is no experiment " + name);
        }
        if (!state.running().isEmpty()) {
            throw new UnsupportedOperationException(state.running() + " is not over yet");
        }
        var builder =
                new ProcessBuilder(
                                checkout.resolve("everstore").toString(),
                                "chaos",
                                "run",
                                name,
                                "--json")
                        .redirectErrorStream(true);
        builder.environment().put("EVERSTORE_HOME", root.toString());
        try {
            Process started = builder.start();
            process = started;
            tell(name, "");
            Thread.ofVirtual().name("experiment").start(() -> follow(name, started));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command(), e);
        }
    }

    private void follow(String name, Process started) {
        String verdict = "";
        String last = "it said nothing";
        try (BufferedReader lines = started.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = event(line);
                String text = event.path("text").asString("");
                String kind = event.path("event").asString("");
                if (STEPS.contains(kind)) {
                    journal.note(name + ": " + text);
                } else if (kind.equals("ended")) {
                    verdict = text;
                }
                last = line.isBlank() ? last : line;
            }
        } catch (IOException e) {
            last = e.toString();
        }
        String end = verdict.isEmpty() ? "ABORTED  " + name + ": " + last : verdict;
        journal.note(end);
        tell("", end);
    }

    /** Whatever is no event is what somebody says who could not even begin. */
    private static JsonNode event(String line) {
        try {
            return Json.MAPPER.readTree(line);
        } catch (JacksonException notJson) {
            return Json.MAPPER.missingNode();
        }
    }

    private synchronized void tell(String running, String verdict) {
        state = new State(state.choices(), running, verdict);
        audience.tell("experiments", state);
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroy();
        }
    }
}
