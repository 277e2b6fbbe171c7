package io.everstore.chaos.report;

import io.everstore.chaos.experiment.FailureRates;
import io.everstore.chaos.experiment.Quantity;
import io.everstore.chaos.report.Summary.Measured;
import io.everstore.chaos.run.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The results that are kept with the source: a summary for each experiment in {@code docs/results},
 * and the tables in {@code docs/results.md} and the README, which are written from them and from
 * nothing else.
 */
public record ResultsPage(Path checkout) {

    private static final Pattern README_TABLE =
            Pattern.compile("(?<=<!-- chaos:begin -->\n).*?(?=<!-- chaos:end -->)", Pattern.DOTALL);

    private static final String NOTHING_YET = "No run has been kept yet.";

    private Path kept() {
        return checkout.resolve("docs/results");
    }

    /** Keeps a summary instead of the one before, and writes the tables anew. */
    public void keep(List<Summary> summaries) {
        for (Summary summary : summaries) {
            Reports.text(kept().resolve(summary.name() + ".json"), Reports.json(summary) + "\n");
        }
        write();
    }

    /** Writes the tables anew. */
    public void write() {
        Reports.text(page(), results());
        Reports.text(availabilityPage(), availability());
        Path readme = checkout.resolve("README.md");
        Reports.text(
                readme,
                README_TABLE
                        .matcher(read(readme))
                        .replaceFirst(Matcher.quoteReplacement(readmeTable())));
    }

    Path page() {
        return checkout.resolve("docs/results.md");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    Path availabilityPage() {
        return checkout.resolve("docs/availability.md");
    }

    /** What {@code docs/availability.md} is to say. */
    String availability() {
        return Availability.page(
                Availability.costs(
                        FailureRates.read(checkout.resolve("chaos/failure-rates.yaml")),
                        summaries()));
    }

    /** The table as the README has it now. */
    String readmeTableAsItIs() {
        Matcher table = README_TABLE.matcher(read(checkout.resolve("README.md")));
        return table.find() ? table.group() : "";
    }

    /** All summaries, by id; none before the first run. */
    List<Summary> summaries() {
        if (!Files.isDirectory(kept())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(kept())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(Reports::read)
                    .sorted(Comparator.comparing(Summary::id).thenComparing(Summary::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("no results in " + kept(), e);
        }
    }

    /** What {@code docs/results.md} is to say. */
    String results() {
        StringJoiner page = new StringJoiner("\n", "", "\n");
        page.add("# Results of the chaos experiments");
        page.add("");
        page.add(
                "Written by `./everstore chaos publish` from the summaries in `docs/results`; a test compares. Each row");
        page.add(
                "is **one** run on one machine with two cores, the customers included: an observation, not a guarantee. Recovery is");
        page.add(
                "from the fault to the start of the first 10 s in which 99 % of the requests are answered as wished.");
        page.add("");
        if (summaries().isEmpty()) {
            return page.add(NOTHING_YET).toString();
        }
        page.add(
                "| id | experiment | verdict | orders recovered | pages recovered | longest time without an acknowledged order | failed requests | lost orders | redundant again | p99 of pages, orders during |");
        page.add("|---|---|---|---|---|---|---|---|---|---|");
        for (Summary each : summaries()) {
            page.add(
                    "| %s | [%s](../chaos/experiments/%s.yaml) | [%s](results/%s.json) | %s | %s | %s | %s | %s | %s | %s, %s |"
                            .formatted(
                                    each.id(),
                                    each.title(),
                                    each.name(),
                                    verdict(each),
                                    each.name(),
                                    text(each, "write-recovery"),
                                    text(each, "read-recovery"),
                                    text(each, "write-gap"),
                                    text(each, "failed-requests"),
                                    text(each, "lost-orders"),
                                    text(each, "redundancy"),
                                    text(each, "read-p99"),
                                    text(each, "write-p99")));
        }
        page.add("");
        page.add("What is not PASSED, and why:");
        page.add("");
        summaries().stream()
                .filter(each -> each.verdict() != Verdict.PASSED)
                .forEach(
                        each ->
                                page.add(
                                        "- %s %s: %s, %s"
                                                .formatted(
                                                        each.id(),
                                                        each.title(),
                                                        verdict(each),
                                                        String.join("; ", each.reasons()))));
        return page.toString();
    }

    /** What the README is to say. */
    String readmeTable() {
        if (summaries().isEmpty()) {
            return NOTHING_YET + "\n";
        }
        StringJoiner table = new StringJoiner("\n", "", "\n");
        table.add(
                "| fault | verdict | orders recovered | longest time without an acknowledged order | failed requests | lost orders |");
        table.add("|---|---|---|---|---|---|");
        for (Summary each : summaries()) {
            if (each.verdict() != Verdict.SKIPPED) {
                table.add(
                        "| %s | %s | %s | %s | %s | %s |"
                                .formatted(
                                        each.title(),
                                        verdict(each),
                                        text(each, "write-recovery"),
                                        text(each, "write-gap"),
                                        text(each, "failed-requests"),
                                        text(each, "lost-orders")));
            }
        }
        return table.toString();
    }

    private static String verdict(Summary summary) {
        return summary.verdict().name().toLowerCase(Locale.ROOT);
    }

    private static String text(Summary summary, String goal) {
        Measured measured = summary.targets().get(goal);
        if (measured == null) {
            return "-";
        }
        Double value = measured.value();
        return value == null
                ? "not in the run"
                : Quantity.text(
                        value, Quantity.Unit.valueOf(measured.unit().toUpperCase(Locale.ROOT)));
    }
}
