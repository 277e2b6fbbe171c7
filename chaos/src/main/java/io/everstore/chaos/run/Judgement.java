package io.everstore.chaos.run;

import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Quantity;
import io.everstore.chaos.invariant.Finding;
import io.everstore.chaos.invariant.FullRedundancy;
import io.everstore.chaos.measure.Measures;
import java.util.ArrayList;
import java.util.List;

/** Compares what was claimed with what was seen. */
final class Judgement {

    private Judgement() {}

    /** Why it failed; nothing if it passed. */
    static List<String> reasons(
            Experiment experiment,
            List<String> deviations,
            List<Finding> findings,
            Measures measures) {
        List<String> reasons = new ArrayList<>();
        for (Finding finding : findings) {
            if (!finding.holds()) {
                reasons.add(
                        "%s violated: %s".formatted(finding.id(), finding.violations().getFirst()));
            }
        }
        experiment
                .targets()
                .forEach(
                        (goal, most) -> {
                            double measured = measures.goal(goal);
                            if (!(measured <= most)) {
                                reasons.add(
                                        "%s was %s, target is %s"
                                                .formatted(
                                                        goal,
                                                        text(measured, goal.unit()),
                                                        Quantity.text(most, goal.unit())));
                            }
                        });
        deviations.forEach(deviation -> reasons.add("a minute after the fault " + deviation));
        return reasons;
    }

    private static String text(double measured, Quantity.Unit unit) {
        return Double.isInfinite(measured) ? "not within the run" : Quantity.text(measured, unit);
    }

    /** What did not end in time is a violation as well, even if it looks right later. */
    static List<Finding> withDoubts(
            List<Finding> findings, int unanswered, boolean isQuiet, boolean isRedundant) {
        return findings.stream()
                .map(
                        finding ->
                                switch (finding.id()) {
                                    case "I2" ->
                                            add(
                                                    finding,
                                                    unanswered > 0,
                                                    unanswered
                                                            + " customers who came back were never answered");
                                    case "I7" ->
                                            add(
                                                    finding,
                                                    !isQuiet,
                                                    "orders or events were still under way when the time was over");
                                    case "I9" ->
                                            add(
                                                    finding,
                                                    !isRedundant,
                                                    "not back within "
                                                            + FullRedundancy.LIMIT.toSeconds()
                                                            + " s");
                                    default -> finding;
                                })
                .toList();
    }

    private static Finding add(Finding finding, boolean isDoubtful, String doubt) {
        if (!isDoubtful) {
            return finding;
        }
        List<String> all = new ArrayList<>(finding.violations());
        all.add(doubt);
        return new Finding(finding.id(), finding.promise(), all);
    }
}
