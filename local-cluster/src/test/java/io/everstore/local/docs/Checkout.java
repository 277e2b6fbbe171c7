package io.everstore.local.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of the project.
 *
 * @param root the directory with the root POM
 */
record Checkout(Path root) {

    /** The tests of a module run in its directory. */
    static Checkout here() {
        return new Checkout(Path.of("").toAbsolutePath().getParent());
    }

    List<Page> pages() {
        Stream<Path> top =
                Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(root::resolve);
        Stream<Path> docs = files("docs").stream().filter(f -> f.toString().endsWith(".md"));
        return Stream.concat(top, docs).map(Page::read).toList();
    }

    Page readme() {
        return Page.read(root.resolve("README.md"));
    }

    List<Path> decisions() {
        return files("docs/decisions").stream().sorted().toList();
    }

    /** The names of all source files of classes, or only of those of tests. */
    Set<String> classes(boolean onlyTests) {
        String below = onlyTests ? "/src/test/java/" : "/src/";
        return files("").stream()
                .map(Path::toString)
                .filter(f -> f.contains(below) && f.endsWith(".java"))
                .map(f -> f.substring(f.lastIndexOf('/') + 1, f.length() - ".java".length()))
                .collect(Collectors.toSet());
    }

    private List<Path> files(String directory) {
        try (Stream<Path> all =
                Files.find(
                        root.resolve(directory),
                        30,
                        (_, attributes) -> attributes.isRegularFile())) {
            return all.filter(f -> !root.relativize(f).toString().contains("target/")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }
}
