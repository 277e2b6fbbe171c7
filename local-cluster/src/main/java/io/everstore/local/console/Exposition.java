package io.everstore.local.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The metrics of one service, as Prometheus would read them. */
record Exposition(List<Sample> samples) {

    private static final Pattern LINE =
            Pattern.compile("^(\\w+)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One line of them. */
    record Sample(String name, Map<String, String> labels, double value) {

        String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }

    static Exposition parse(String text) {
        return new Exposition(LINE.matcher(text).results().map(Exposition::sample).toList());
    }

    private static Sample sample(MatchResult line) {
        Map<String, String> labels = new HashMap<>();
        if (line.group(2) != null) {
            LABEL.matcher(line.group(2))
                    .results()
                    .forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return new Sample(
                line.group(1),
                labels,
                Double.parseDouble(line.group(3).replace("Inf", "Infinity")));
    }

    List<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }

    double largest(String name) {
        return named(name).stream().mapToDouble(Sample::value).max().orElse(0);
    }
}
