package io.everstore.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Finds and reads files of the checkout, by their paths in it. */
public final class Checkout {

    /** The tests of a module run in its directory. */
    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Checkout() {}

    public static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** A file of YAML, or of JSON, which is a part of it; anchors are resolved. */
    public static Object yaml(String path) {
        LoaderOptions options = new LoaderOptions();
        // The compose file has more nodes that share a setting than the default of 50.
        options.setMaxAliasesForCollections(1000);
        return new Yaml(options).load(read(path));
    }

    /** The files of a directory, by name. */
    public static List<String> files(String directory) {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> directory + "/" + file.getFileName())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    /** All files of a directory, one after the other. */
    static String readAll(String directory) {
        return files(directory).stream().map(Checkout::read).collect(Collectors.joining("\n"));
    }
}
