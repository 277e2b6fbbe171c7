package io.everstore.chaos;

import io.everstore.chaos.experiment.BadExperiment;
import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Experiments;
import io.everstore.chaos.invariant.Finding;
import io.everstore.chaos.report.Reports;
import io.everstore.chaos.run.Result;
import io.everstore.chaos.targets.Target;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.topology.Home;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes protections away to see whether their absence is noticed. */
@Command(
        name = "controls",
        mixinStandardHelpOptions = true,
        description = {
            "Negative controls: each takes a protection away, and must turn its invariant red.",
            "A check that stays green then would prove nothing. Each starts a shop of its own, which needs the ports of yours."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every invariant noticed that its protection was gone",
            "1:one did not",
            "2:there is no such control, or its file is wrong"
        },
        footer = {
            "",
            "Examples:",
            "  ./everstore chaos controls",
            "  ./everstore chaos controls no-outbox"
        })
final class ControlsCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "<control>", description = "By default all.")
    private List<String> names = new ArrayList<>();

    @Mixin private Options options = new Options();

    @Override
    public Integer call() {
        if (!options.isLocal()) {
            throw new CommandFailed(
                    2,
                    "Controls damage a shop for good, so each starts a local one of its own: leave out --target");
        }
        Home home = Home.locate();
        Experiments controls = new Experiments(home.checkout().resolve("chaos/controls"));
        List<String> verdicts = new ArrayList<>();
        boolean isEachRed = true;
        for (Experiment control : chosen(controls)) {
            System.out.printf("%n%s %s%n", control.id(), control.title());
            Result result = run(home, control);
            boolean isRed = isRed(result);
            isEachRed &= isRed;
            verdicts.add(line(result, isRed));
            System.out.println(verdicts.getLast());
        }
        System.out.println();
        verdicts.forEach(System.out::println);
        return isEachRed ? 0 : 1;
    }

    private List<Experiment> chosen(Experiments controls) {
        try {
            List<String> wanted = names.isEmpty() ? controls.names() : names;
            return wanted.stream().map(controls::find).toList();
        } catch (BadExperiment e) {
            throw new CommandFailed(2, String.valueOf(e.getMessage()));
        }
    }

    private Result run(Home home, Experiment control) {
        Reports reports = options.reports(home);
        try (FreshShop shop = FreshShop.open(home);
                Target target = options.target(shop.home())) {
            Result result = options.run(control, target, reports);
            return result;
        }
    }

    /** Whether the invariant that is expected to notice did. */
    static boolean isRed(Result result) {
        String expected = result.experiment().expects().orElseThrow();
        return result.observed().stream()
                .flatMap(seen -> seen.findings().stream())
                .anyMatch(finding -> finding.id().equals(expected) && !finding.holds());
    }

    private static String colour(Result result, boolean isRed) {
        if (isRed) {
            return "RED (as it must be)";
        }
        return result.observed().isEmpty() ? "NOT CARRIED OUT" : "GREEN: PROVES NOTHING";
    }

    private static String line(Result result, boolean isRed) {
        String expected = result.experiment().expects().orElseThrow();
        String what =
                result.observed().stream()
                        .flatMap(seen -> seen.findings().stream())
                        .filter(finding -> finding.id().equals(expected))
                        .flatMap((Finding finding) -> finding.violations().stream())
                        .findFirst()
                        .orElse(String.join("; ", result.reasons()));
        return "%s %s %-28s %s: %s"
                .formatted(
                        colour(result, isRed),
                        result.experiment().id(),
                        result.experiment().name(),
                        expected,
                        what);
    }
}
