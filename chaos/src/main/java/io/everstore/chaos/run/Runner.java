package io.everstore.chaos.run;

import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.fault.Link;
import io.everstore.chaos.fault.Nodes;
import io.everstore.chaos.invariant.Checks;
import io.everstore.chaos.invariant.Invariants;
import io.everstore.chaos.targets.Target;
import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs experiments on a target, one after the other.
 *
 * @param reports where each run leaves the ledger of its customers
 * @param events hears of everything as it happens; from several threads
 * @param checks what must be true
 */
public record Runner(
        Target target, long seed, Path reports, Consumer<RunEvent> events, Checks.Maker checks) {

    /** With all invariants. */
    public Runner(Target target, long seed, Path reports, Consumer<RunEvent> events) {
        this(target, seed, reports, events, Invariants::new);
    }

    /**
     * Runs it to its verdict; the shop is left as it was found. A step that needs a database or a
     * broker which does not answer, or a node in a role that none has, aborts it, so that the next
     * experiment gets its turn.
     */
    public Result run(Experiment experiment) {
        return runHere(experiment.on(target.name()));
    }

    private Result runHere(Experiment experiment) {
        Instant now = Instant.now();
        var refusal =
                experiment
                        .actions()
                        .flatMap(action -> refusal(action.fault()).stream())
                        .findFirst();
        if (refusal.isPresent()) {
            return without(experiment, now, Verdict.SKIPPED, refusal.get());
        }
        try {
            target.hold(links(experiment));
            experiment.setup().forEach(action -> target.inject(action.fault()));
            return new Run(experiment, target, seed, reports, events, checks).conduct();
        } catch (Databases.Away | Brokers.Away | Nodes.NotThere e) {
            return without(
                    experiment,
                    now,
                    Verdict.ABORTED,
                    "a step could not be done: " + e.getMessage());
        }
    }

    private Result without(Experiment experiment, Instant now, Verdict verdict, String reason) {
        return Result.without(experiment, target.name(), seed, now, verdict, reason);
    }

    private Optional<String> refusal(Fault fault) {
        return target.refusal(fault)
                .or(() -> fault instanceof Fault.OnNodes on ? absent(on) : Optional.empty());
    }

    /** Not every runtime has every tier, or as many nodes of it. */
    private Optional<String> absent(Fault.OnNodes fault) {
        return fault.nodes().unknownAmong(target.nodes()).stream()
                .map(node -> "the %s runtime has no node '%s'".formatted(target.name(), node))
                .findFirst();
    }

    private static Set<Link> links(Experiment experiment) {
        Set<Link> links = EnumSet.noneOf(Link.class);
        experiment
                .actions()
                .forEach(
                        action -> {
                            if (action.fault() instanceof Fault.Disturb(var link, var _)) {
                                links.add(link);
                            }
                        });
        return links;
    }
}
