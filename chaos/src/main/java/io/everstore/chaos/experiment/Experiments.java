package io.everstore.chaos.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The experiments of a directory, one a file, named after it.
 *
 * @param directory holds {@code *.yaml}
 */
public record Experiments(Path directory) {

    private static final String SUFFIX = ".yaml";

    /** All of them, by name. The first one that is wrong ends it. */
    public List<Experiment> all() {
        return names().stream().map(this::find).toList();
    }

    /**
     * One of them.
     *
     * @throws BadExperiment if there is none of this name, or its file is wrong
     */
    public Experiment find(String name) {
        Path file = directory.resolve(name + SUFFIX);
        if (!name.matches("[a-z0-9-]+") || !Files.exists(file)) {
            throw BadExperiment.unknown(name, names());
        }
        return ExperimentFile.read(file);
    }

    /** The names of all. */
    public List<String> names() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no experiments in " + directory, e);
        }
    }
}
