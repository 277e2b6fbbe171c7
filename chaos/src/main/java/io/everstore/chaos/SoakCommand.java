package io.everstore.chaos;

import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.report.Reports;
import io.everstore.chaos.run.Result;
import io.everstore.chaos.soak.Schedule;
import io.everstore.chaos.targets.Target;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.topology.Home;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Random pairs of faults for a long time. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = {
            "Random pairs of faults, each followed by a time without any; ends at the first violation.",
            "The same seed gives the same schedule."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no violation observed",
            "1:an invariant was violated",
            "3:Everstore is not running"
        },
        footer = {
            "",
            "Examples:",
            "  ./everstore chaos soak --minutes 20 --seed 7",
            "  ./everstore chaos soak --minutes 20 --seed 7 --dry-run"
        })
final class SoakCommand implements Callable<Integer> {

    /**
     * Looking for the steady state, healing and checking, beside the times with and without faults.
     */
    private static final Duration BETWEEN = Duration.ofSeconds(25);

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "20",
            description = "How long, about.")
    private int minutes;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long a pair of faults lasts, and how long there is none afterwards.")
    private int seconds;

    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean isDry;

    @Mixin private Options options = new Options();

    @Override
    public Integer call() {
        if (minutes < 1 || seconds < 10) {
            throw new CommandFailed(
                    2, "a soak has at least 1 minute, and faults last at least 10 s");
        }
        Duration round = Duration.ofSeconds(seconds).multipliedBy(2).plus(BETWEEN);
        int rounds = (int) Math.max(1, Duration.ofMinutes(minutes).dividedBy(round));
        List<Experiment> schedule =
                Schedule.of(options.seed(), rounds, Duration.ofSeconds(seconds));
        if (isDry) {
            schedule.forEach(e -> System.out.printf("%s %s%n", e.name(), e.title()));
            return 0;
        }
        return soak(schedule);
    }

    private int soak(List<Experiment> schedule) {
        Home home = Home.locate();
        Reports reports = options.reports(home);
        List<Result> results = new ArrayList<>();
        try (Target target = options.target(home)) {
            for (Experiment experiment : schedule) {
                System.out.printf("%n%s %s%n", experiment.name(), experiment.title());
                Result result = options.run(experiment, target, reports);
                results.add(result);
                System.out.println(result.line());
                if (result.isViolated()) {
                    break;
                }
            }
        }
        boolean isGood = results.stream().noneMatch(Result::isViolated);
        System.out.printf(
                "%n%s in %d rounds with seed %d%n",
                isGood ? "no violation observed" : "VIOLATED", results.size(), options.seed());
        return isGood ? 0 : 1;
    }
}
