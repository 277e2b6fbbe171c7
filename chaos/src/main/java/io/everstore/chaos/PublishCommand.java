package io.everstore.chaos;

import io.everstore.chaos.report.Reports;
import io.everstore.chaos.report.ResultsPage;
import io.everstore.chaos.report.Summary;
import io.everstore.chaos.run.Verdict;
import io.everstore.local.topology.Home;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps results with the source. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps the last results in docs/results and writes the tables in docs/results.md and the README from them.",
            "Runs that were aborted, or on another runtime than the local one, are not kept."
        },
        footer = {"", "Example:", "  ./everstore chaos suite && ./everstore chaos publish"})
final class PublishCommand implements Callable<Integer> {

    @Mixin private Options options = new Options();

    @Override
    public Integer call() {
        Home home = Home.locate();
        Reports reports = options.reports(home);
        List<String> known =
                new io.everstore.chaos.experiment.Experiments(Options.directory(home)).names();
        List<Summary> results =
                reports.all().stream()
                        .filter(summary -> known.contains(summary.name()))
                        .filter(summary -> summary.verdict() != Verdict.ABORTED)
                        .filter(summary -> summary.target().equals("local"))
                        .toList();
        new ResultsPage(home.checkout()).keep(results);
        System.out.printf("%d results kept in docs/results%n", results.size());
        return 0;
    }
}
