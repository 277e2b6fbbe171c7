package io.everstore.chaos;

import io.everstore.chaos.experiment.BadExperiment;
import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Experiments;
import io.everstore.chaos.report.JUnitReport;
import io.everstore.chaos.report.Reports;
import io.everstore.chaos.run.Result;
import io.everstore.chaos.targets.Target;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.topology.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs many experiments, one after the other. */
@Command(
        name = "suite",
        mixinStandardHelpOptions = true,
        description = "Runs all experiments, those with a tag, or those that are named.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:none failed",
            "1:some failed or were aborted",
            "2:there is no such experiment, or a file is wrong",
            "3:Everstore is not running"
        },
        footer = {
            "",
            "Examples:",
            "  ./everstore chaos suite --tag smoke",
            "  ./everstore chaos suite --tag drill --target compose",
            "  ./everstore chaos suite redis-primary-crash redis-primary-freeze"
        })
final class SuiteCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "<experiment>", description = "By default all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--tag", paramLabel = "TAG", description = "Only those with this tag.")
    private @Nullable String tag;

    @Option(
            names = "--only-violations",
            description =
                    "Only a violated invariant is a failure of the suite; what was slower than its"
                            + " target, or never steady, is printed. For machines of any speed.")
    private boolean isOnlyViolations;

    @Mixin private Options options = new Options();

    @Override
    public Integer call() {
        Home home = Home.locate();
        List<Experiment> chosen = chosen(home);
        Reports reports = options.reports(home);
        List<Result> results = new ArrayList<>();
        try (Target target = options.target(home)) {
            for (Experiment experiment : chosen) {
                System.out.printf("%n%s %s%n", experiment.id(), experiment.title());
                Result result = options.run(experiment, target, reports);
                results.add(result);
                System.out.println(result.line());
            }
        }
        JUnitReport.write(results, reports.directory().resolve("junit.xml"));
        System.out.println();
        results.forEach(result -> System.out.println(result.line()));
        boolean isGood = results.stream().allMatch(this::isGood);
        return isGood ? 0 : 1;
    }

    private boolean isGood(Result result) {
        return switch (result.verdict()) {
            case PASSED, SKIPPED -> true;
            case FAILED -> isOnlyViolations && !result.isViolated();
            case ABORTED -> isOnlyViolations;
        };
    }

    private List<Experiment> chosen(Home home) {
        Experiments experiments = new Experiments(Options.directory(home));
        try {
            List<Experiment> named =
                    names.isEmpty()
                            ? experiments.all()
                            : names.stream().map(experiments::find).toList();
            List<Experiment> chosen =
                    named.stream()
                            .filter(e -> tag == null || e.tags().contains(tag))
                            .sorted(java.util.Comparator.comparing(Experiment::id))
                            .toList();
            if (chosen.isEmpty()) {
                throw new CommandFailed(2, "no experiment has the tag '%s'".formatted(tag));
            }
            return chosen;
        } catch (BadExperiment e) {
            throw new CommandFailed(2, String.valueOf(e.getMessage()));
        }
    }
}
