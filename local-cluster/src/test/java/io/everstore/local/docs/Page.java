package io.everstore.local.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One page of the documentation, in Markdown.
 *
 * @param path where it is
 * @param text all of it
 */
record Page(Path path, String text) {

    private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern LINK = Pattern.compile("(?:\\[([^\\]\n]*)\\])\\(([^)\\s]+)\\)");

    /** A link, with its text as it is written. */
    record Link(String text, String target) {

        boolean isLocal() {
            return !target.matches("[a-z]+:.*");
        }
    }

    static Page read(Path path) {
        try {
            return new Page(path, Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** What stands between single backticks, outside of fenced blocks. */
    List<String> codeSpans() {
        return codeSpans(FENCED.matcher(text).replaceAll(""));
    }

    static List<String> codeSpans(String markdown) {
        return CODE.matcher(markdown).results().map(m -> m.group(1)).toList();
    }

    List<Link> links() {
        return LINK.matcher(FENCED.matcher(text).replaceAll(""))
                .results()
                .map(m -> new Link(m.group(1), m.group(2)))
                .toList();
    }

    /** The lines of all fenced blocks, and all code spans: where commands stand. */
    List<String> commands() {
        Stream<String> fenced = FENCED.matcher(text).results().flatMap(m -> m.group().lines());
        return Stream.concat(fenced, codeSpans().stream()).toList();
    }

    /** The cells of each row of each table, without heads and rules; escapes are not used. */
    List<List<String>> rows() {
        return rowsOf(text);
    }

    /** The cells of the rows between two marks, {@code <!-- name:begin -->} and the end. */
    List<List<String>> rows(String name) {
        int begin = text.indexOf("<!-- " + name + ":begin -->");
        int end = text.indexOf("<!-- " + name + ":end -->");
        if (begin < 0 || end < begin) {
            throw new AssertionError(path + " has no section " + name);
        }
        return rowsOf(text.substring(begin, end));
    }

    private static List<List<String>> rowsOf(String markdown) {
        List<String> lines = markdown.lines().filter(line -> line.startsWith("|")).toList();
        return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                .filter(i -> !isRule(lines.get(i)))
                .filter(i -> i + 1 == lines.size() || !isRule(lines.get(i + 1)))
                .map(i -> cells(lines.get(i)))
                .toList();
    }

    private static boolean isRule(String line) {
        return line.matches("[|: -]+");
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1, line.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
