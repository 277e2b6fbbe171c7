package io.everstore.chaos;

import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.report.Machine;
import io.everstore.chaos.report.Reports;
import io.everstore.chaos.run.Result;
import io.everstore.chaos.run.RunEvent;
import io.everstore.chaos.run.Runner;
import io.everstore.chaos.targets.LocalTarget;
import io.everstore.chaos.targets.Target;
import io.everstore.chaos.targets.compose.ComposeTarget;
import io.everstore.chaos.targets.k8s.KubernetesTarget;
import io.everstore.local.control.CommandFailed;
import io.everstore.local.topology.Home;
import java.net.URI;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all commands that run experiments have in common; a mixin. */
final class Options {

    private static final String LOCAL = "local";
    private static final String COMPOSE = "compose";
    private static final String K8S = "k8s";

    @Option(
            names = "--target",
            paramLabel = "<runtime>",
            defaultValue = LOCAL,
            description =
                    "Where the shop runs: local (./everstore up), compose (docker compose up) or k8s (k8s/deploy).")
    private String target = LOCAL;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            defaultValue = "everstore",
            description = "With --target k8s: where in the cluster it runs.")
    private String namespace = "everstore";

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description =
                    "With --target k8s: which cluster of kubectl's; by default its current one.")
    private @Nullable String context;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "With --target k8s: where customers go; by default to the address of the Gateway.")
    private @Nullable URI url;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides what customers do, and which node is meant by 'any'.")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Requests per second, for a machine that does not carry as many as the"
                            + " experiment wants, or more; 40 by default, in most.")
    private @Nullable Double rate;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Where to write; by default chaos, chaos-compose or chaos-k8s in the directory of the local shop.")
    private @Nullable Path directory;

    static Path directory(Home home) {
        return home.checkout().resolve("chaos/experiments");
    }

    /** Runs one of several, shows how it goes, and writes its report. */
    Result run(Experiment experiment, Target runtime, Reports reports) {
        Result result =
                runner(experiment, runtime, reports, new ProgressLine()).run(atRate(experiment));
        reports.write(result);
        return result;
    }

    Runner runner(
            Experiment experiment, Target runtime, Reports reports, Consumer<RunEvent> observer) {
        return new Runner(runtime, seed, reports.directoryOf(experiment.name()), observer);
    }

    /** With as many customers as are wanted. */
    Experiment atRate(Experiment experiment) {
        try {
            return rate == null ? experiment : experiment.at(rate);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailed(2, "--rate: " + wrong.getMessage());
        }
    }

    long seed() {
        return seed;
    }

    Reports reports(Home home) {
        return new Reports(
                directory == null
                        ? home.root().resolve(isLocal() ? "chaos" : "chaos-" + target)
                        : directory,
                Machine.here(home.checkout()));
    }

    Target target(Home home) {
        return switch (target) {
            case LOCAL -> new LocalTarget(home, new SplittableRandom(seed));
            case COMPOSE -> new ComposeTarget(home, new SplittableRandom(seed));
            case K8S ->
                    new KubernetesTarget(
                            new KubernetesTarget.Place(context, namespace, url),
                            new SplittableRandom(seed));
            default ->
                    throw new CommandFailed(
                            2,
                            "There is no target '%s'; there are local, compose and k8s."
                                    .formatted(target));
        };
    }

    /** Whether the shop runs where this process can start another one of its own. */
    boolean isLocal() {
        return target.equals(LOCAL);
    }
}
