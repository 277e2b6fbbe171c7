package io.everstore.local.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds and reads files of the checkout; works from its root as well as from a module. */
final class Checkout {

    static final Path ROOT = root();

    private Checkout() {}

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path path = start; path != null; path = path.getParent()) {
            if (Files.exists(path.resolve("mvnw"))) {
                return path;
            }
        }
        throw new IllegalStateException("No checkout with a mvnw in or above " + start);
    }

    /** The text of a file, its path being relative to the root. */
    static String read(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** What the one group of the pattern matches, where it matches first. */
    static String find(String path, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(read(path));
        if (!matcher.find()) {
            throw new AssertionError(
                    "%s has nothing like %s any more: adapt the test that looks for it"
                            .formatted(path, pattern));
        }
        return matcher.group(1);
    }

    /** A number that code or a properties file in it gives in milliseconds. */
    static Duration millis(String path, String pattern) {
        return Duration.ofMillis(Long.parseLong(find(path, pattern)));
    }

    /** As above, in seconds. */
    static Duration seconds(String path, String pattern) {
        return Duration.ofSeconds(Long.parseLong(find(path, pattern)));
    }
}
