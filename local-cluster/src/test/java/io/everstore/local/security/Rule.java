package io.everstore.local.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A line of {@code authorization.txt}.
 *
 * @param service behind the gateway, or the gateway itself
 * @param statuses by column: what is answered to whom
 */
record Rule(String service, String method, String path, Map<String, Integer> statuses) {

    private static final Path TABLE = Path.of("src/test/resources/authorization.txt");

    static List<Rule> all() {
        try {
            List<String[]> lines =
                    Files.readAllLines(TABLE).stream()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> line.split(" +", -1))
                            .toList();
            var rules = new ArrayList<Rule>();
            for (String[] line : lines.subList(1, lines.size())) {
                rules.add(of(lines.getFirst(), line));
            }
            return rules;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operation is two words in a line and one in the heading. */
    private static Rule of(String[] heading, String[] line) {
        var statuses = new HashMap<String, Integer>();
        for (int column = 2; column < heading.length; column++) {
            statuses.put(heading[column], Integer.valueOf(line[column + 1]));
        }
        return new Rule(line[0], line[1], line[2], statuses);
    }

    String operation() {
        return method + " " + path;
    }

    int statusFor(Caller caller) {
        return statuses.get(caller.column());
    }

    @Override
    public String toString() {
        return operation();
    }
}
