package io.everstore.deployment.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** The files of the project; tests of a module run in its directory. */
final class Checkout {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Checkout() {}

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** A file of YAML, or of JSON, which is a part of it. */
    static Tree tree(String path) {
        var options = new LoaderOptions();
        // The compose file has more nodes that share a setting than the default of 50.
        options.setMaxAliasesForCollections(500);
        return new Tree(path, new Yaml(options).load(text(path)));
    }

    /** The files of a directory, by name. */
    static List<String> files(String directory) {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files.map(f -> directory + "/" + f.getFileName()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    /** The cells of the rows of a page's tables, heads included. */
    static List<List<String>> rows(String page) {
        return text(page)
                .lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> line.substring(1, line.length() - 1).split("\\|", -1))
                .map(cells -> Stream.of(cells).map(String::strip).toList())
                .toList();
    }
}
