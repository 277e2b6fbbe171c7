package io.everstore.chaos;

import io.everstore.chaos.experiment.BadExperiment;
import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Experiments;
import io.everstore.chaos.report.Reports;
import io.everstore.chaos.run.Result;
import io.everstore.chaos.targets.Target;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.topology.Home;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one experiment. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs one experiment on the shop that runs, and says what came of it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:passed, or skipped because the runtime cannot do it",
            "1:failed: more was noticed than is claimed",
            "2:there is no such experiment, or its file is wrong",
            "3:Everstore is not running",
            "4:aborted: the shop was not in its steady state before the fault"
        },
        footer = {
            "",
            "Examples:",
            "  ./everstore chaos run postgres-primary-crash",
            "  ./everstore chaos run order-instance-crash --seed 7 --rate 20",
            "  ./everstore chaos run postgres-primary-loss --target compose",
            "  ./everstore chaos run redis-loss --json | jq -r .text"
        })
final class RunCommand implements Callable<Integer> {

    @Parameters(paramLabel = "<experiment>", description = "See ./everstore chaos list.")
    private String name;

    @Option(
            names = "--json",
            description = "Print JSON for machines: a line for what happens, the last for the end.")
    private boolean isJson;

    @Mixin private Options options = new Options();

    @Override
    public Integer call() {
        Home home = Home.locate();
        Experiment experiment;
        try {
            experiment = options.atRate(new Experiments(Options.directory(home)).find(name));
        } catch (BadExperiment e) {
            throw new CommandFailed(2, String.valueOf(e.getMessage()));
        }
        Reports reports = options.reports(home);
        try (Target target = options.target(home)) {
            return (isJson
                            ? forMachines(experiment, target, reports)
                            : forPeople(experiment, target, reports))
                    .verdict()
                    .exitCode();
        }
    }

    private Result forPeople(Experiment experiment, Target target, Reports reports) {
        System.out.printf("%s: %s%n", experiment.title(), experiment.claim());
        Result result =
                options.runner(experiment, target, reports, new ProgressLine()).run(experiment);
        Path page = reports.write(result);
        System.out.printf("%n%s%nreport: %s%n", result.line(), page);
        return result;
    }

    private Result forMachines(Experiment experiment, Target target, Reports reports) {
        JsonLines lines = new JsonLines(System.out);
        Result result = options.runner(experiment, target, reports, lines).run(experiment);
        lines.end(result, reports.write(result));
        return result;
    }
}
