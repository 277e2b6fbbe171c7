package io.everstore.chaos.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;

/** The page that leads to the pages of all runs. */
final class IndexPage {

    private IndexPage() {}

    static void write(Path directory, List<Path> summaries) {
        StringJoiner rows = new StringJoiner("\n");
        summaries.stream()
                .filter(Files::exists)
                .map(Reports::read)
                .sorted(Comparator.comparing(Summary::id).thenComparing(Summary::name))
                .forEach(summary -> rows.add(row(summary)));
        Reports.text(
                directory.resolve("index.html"),
                HtmlReport.resource("/io/everstore/chaos/report/index.html")
                        .replace(
                                "/*report.css*/",
                                HtmlReport.resource("/io/everstore/chaos/report/report.css"))
                        .replace("<!--rows-->", rows.toString()));
    }

    private static String row(Summary summary) {
        String colour =
                switch (summary.verdict()) {
                    case PASSED -> "good";
                    case FAILED -> "bad";
                    case ABORTED, SKIPPED -> "warn";
                };
        return "<tr><td>%s</td><td><a href=\"%s/index.html\">%s</a></td><td class=\"%s\">%s</td><td>%s</td></tr>"
                .formatted(
                        summary.id(),
                        summary.name(),
                        escaped(summary.title()),
                        colour,
                        summary.verdict(),
                        escaped(String.join("; ", summary.reasons())));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
