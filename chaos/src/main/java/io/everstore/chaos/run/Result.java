package io.everstore.chaos.run;

import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Goal;
import io.everstore.chaos.experiment.Probe;
import io.everstore.chaos.invariant.Finding;
import io.everstore.chaos.measure.Measures;
import io.everstore.chaos.measure.Phases;
import io.everstore.chaos.measure.Roles;
import io.everstore.local.node.Events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run found.
 *
 * @param reasons why the verdict is not PASSED; empty if it is
 * @param observed nothing if no fault was injected
 */
public record Result(
        Experiment experiment,
        String target,
        long seed,
        Instant at,
        Verdict verdict,
        List<String> reasons,
        Optional<Observed> observed) {

    /**
     * What was seen of the fault.
     *
     * @param before the hypothesis before the fault
     * @param after the same after it
     * @param actions what was done when, and to which nodes
     * @param ownCpu of the customers' process, in percent of one core
     */
    public record Observed(
            Phases phases,
            Map<Probe, Double> before,
            Map<Probe, Double> after,
            Measures measures,
            List<Finding> findings,
            List<RunEvent.Injected> actions,
            Map<String, List<Roles.Change>> lanes,
            List<Event> events,
            Map<String, Long> failures,
            double ownCpu) {

        /** What was measured of a goal. */
        public double measured(Goal goal) {
            return measures.goal(goal);
        }
    }

    static Result without(
            Experiment experiment,
            String target,
            long seed,
            Instant at,
            Verdict verdict,
            String reason) {
        return new Result(experiment, target, seed, at, verdict, List.of(reason), Optional.empty());
    }

    /** Whether a promise was broken, which no machine is too slow for. */
    public boolean isViolated() {
        return observed.stream()
                .flatMap(seen -> seen.findings().stream())
                .anyMatch(finding -> !finding.holds());
    }

    /** The verdict in one line. */
    public String line() {
        return "%-8s %s %s%s"
                .formatted(
                        verdict,
                        experiment.id(),
                        experiment.name(),
                        reasons.isEmpty() ? "" : ": " + String.join("; ", reasons));
    }
}
