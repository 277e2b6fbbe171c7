package io.everstore.local.architecture;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The times in the {@code application.yml} of a service. Reads the part of YAML that these files
 * use (nested and dotted keys, quoted texts over several lines); lists are passed over.
 */
final class Configuration {

    private static final Pattern ENTRY = Pattern.compile("^( *)([A-Za-z0-9_.-]+):(?: +(.*))?$");
    private static final Pattern TIME = Pattern.compile("(\\d+)(ms|s|)");

    private final String path;
    private final Map<String, String> values = new HashMap<>();

    private Configuration(String path) {
        this.path = path;
        // A line break in a quoted text, with the indentation that follows, is not part of it.
        String text = Checkout.read(path).replaceAll("\\\\\\n *", "");
        Deque<Level> above = new ArrayDeque<>();
        for (String line : text.lines().toList()) {
            Matcher entry = ENTRY.matcher(line.replaceAll("(^| +)# .*$", ""));
            if (entry.matches()) {
                int indent = entry.group(1).length();
                while (!above.isEmpty() && above.peek().indent() >= indent) {
                    above.pop();
                }
                String prefix = above.isEmpty() ? "" : above.peek().key() + ".";
                String key = prefix + entry.group(2);
                above.push(new Level(indent, key));
                if (entry.group(3) != null) {
                    values.put(key, entry.group(3).strip());
                }
            }
        }
    }

    static Configuration of(String service) {
        return new Configuration(service + "/src/main/resources/application.yml");
    }

    /** A time as Spring Boot reads it; a bare number is in milliseconds. */
    Duration time(String key) {
        Matcher time = TIME.matcher(text(key));
        if (!time.matches()) {
            throw new AssertionError("%s in %s is no time: %s".formatted(key, path, text(key)));
        }
        long number = Long.parseLong(time.group(1));
        return time.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
    }

    /** What the one group of the pattern finds in a text, as in the options of a JDBC URL. */
    long number(String key, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text(key));
        if (!matcher.find()) {
            throw new AssertionError("%s in %s has no %s".formatted(key, path, pattern));
        }
        return Long.parseLong(matcher.group(1));
    }

    private String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new AssertionError(
                    "%s has no %s any more: adapt the test that compares it".formatted(path, key));
        }
        return value;
    }

    private record Level(int indent, String key) {}
}
