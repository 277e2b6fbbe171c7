package io.everstore.chaos;

import io.everstore.chaos.experiment.BadExperiment;
import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Experiments;
import io.everstore.local.control.Json;
import io.everstore.local.topology.Home;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows all experiments, and what is wrong with their files. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Shows the experiments: what each claims, and in which runtimes it can be run.",
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
            print(good.values());
        }
        bad.values().forEach(System.err::println);
        return bad.isEmpty() ? 0 : 2;
    }

    private static void print(Collection<Experiment> experiments) {
        String row = "%-4s %-32s %-12s %-6s %-8s %-5s %s%n";
        System.out.printf(row, "ID", "EXPERIMENT", "TAGS", "LOCAL", "COMPOSE", "K8S", "CLAIM");
        for (Experiment e : experiments) {
            System.out.printf(
                    row,
                    e.id(),
                    e.name(),
                    String.join(",", e.tags()),
                    Reach.LOCAL.of(e),
                    Reach.COMPOSE.of(e),
                    Reach.K8S.of(e),
                    e.claim());
        }
        System.out.printf("%nLOCAL, COMPOSE, K8S: %s%n", Reach.LEGEND);
    }
}
