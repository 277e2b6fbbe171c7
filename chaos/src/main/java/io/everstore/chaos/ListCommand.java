package io.everstore.chaos;

import io.everstore.chaos.experiment.BadExperiment;
import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Experiments;
import io.everstore.local.control.Json;
import io.everstore.local.topology.Home;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows all experiments, and what is wrong with their files. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Shows the experiments: what each does and claims.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every file is right", "2:some are not, with line and reason"},
        footer = {"", "Example:", "  ./everstore chaos list"})
final class ListCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print JSON for machines.")
    private boolean isJson;

    @Override
    public Integer call() {
        Experiments experiments = new Experiments(Options.directory(Home.locate()));
        Map<String, Experiment> good = new TreeMap<>();
        Map<String, String> bad = new TreeMap<>();
        for (String name : experiments.names()) {
            try {
                Experiment experiment = experiments.find(name);
                good.put(experiment.id() + " " + name, experiment);
            } catch (BadExperiment e) {
                bad.put(name, String.valueOf(e.getMessage()));
            }
        }
        if (isJson) {
            System.out.println(new String(Json.bytes(good.values()), StandardCharsets.UTF_8));
        } else {
            System.out.printf("%-4s %-32s %-10s %s%n", "ID", "EXPERIMENT", "TAGS", "CLAIM");
            good.values()
                    .forEach(
                            e ->
                                    System.out.printf(
                                            "%-4s %-32s %-10s %s%n",
                                            e.id(),
                                            e.name(),
                                            String.join(",", e.tags()),
                                            e.claim()));
        }
        bad.values().forEach(System.err::println);
        return bad.isEmpty() ? 0 : 2;
    }
}
