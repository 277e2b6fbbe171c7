package io.everstore.chaos.report;

import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.experiment.Goal;
import io.everstore.chaos.experiment.Probe;
import io.everstore.chaos.invariant.Finding;
import io.everstore.chaos.run.Result;
import io.everstore.chaos.run.RunEvent;
import io.everstore.chaos.run.Verdict;
import io.everstore.chaos.workload.Figures;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a run, and from what pages are generated. Times are in milliseconds, shares in
 * percent; null is what was not measured or never came.
 *
 * @param targets by goal: what was measured, and the most that it may be (null: no target)
 */
public record Summary(
        String name,
        String id,
        String title,
        String claim,
        String faultModel,
        String target,
        Verdict verdict,
        List<String> reasons,
        Instant at,
        long seed,
        double rate,
        Machine machine,
        List<RunEvent.Injected> actions,
        Map<String, Measured> targets,
        @Nullable Double detection,
        @Nullable Double promotion,
        Map<String, Map<String, @Nullable Double>> steadyState,
        Map<String, Map<String, @Nullable Double>> latency,
        Map<String, Long> outcomes,
        List<Finding> invariants,
        Map<String, Long> failures,
        @Nullable Double ownCpuPercent) {

    /**
     * A measured value beside the most that it may be.
     *
     * @param limit null: no target
     */
    public record Measured(@Nullable Double value, @Nullable Double limit, String unit) {}

    public static Summary of(Result result, Machine machine) {
        Experiment experiment = result.experiment();
        var observed = result.observed();
        Map<String, Measured> targets = new LinkedHashMap<>();
        Map<String, Map<String, @Nullable Double>> latency = new TreeMap<>();
        Map<String, Long> outcomes = new LinkedHashMap<>();
        observed.ifPresent(
                seen -> {
                    for (Goal goal : Goal.values()) {
                        targets.put(
                                goal.toString(),
                                new Measured(
                                        number(seen.measured(goal)),
                                        experiment.targets().get(goal),
                                        goal.unit().name().toLowerCase(java.util.Locale.ROOT)));
                    }
                    seen.measures()
                            .figures()
                            .forEach((when, figures) -> latency.put(when, latency(figures)));
                    outcomes.putAll(outcomes(seen.measures().figures()));
                });
        return new Summary(
                experiment.name(),
                experiment.id(),
                experiment.title(),
                experiment.claim(),
                experiment.model(),
                result.target(),
                result.verdict(),
                result.reasons(),
                result.at(),
                result.seed(),
                experiment.load().rate(),
                machine,
                observed.map(Result.Observed::actions).orElse(List.of()),
                targets,
                observed.map(o -> o.measures().failover().detection())
                        .map(Summary::number)
                        .orElse(null),
                observed.map(o -> o.measures().failover().promotion())
                        .map(Summary::number)
                        .orElse(null),
                observed.map(o -> steadyState(experiment, o)).orElse(Map.of()),
                latency,
                outcomes,
                observed.map(Result.Observed::findings).orElse(List.of()),
                observed.map(Result.Observed::failures).orElse(Map.of()),
                observed.map(o -> number(o.ownCpu())).orElse(null));
    }

    private static Map<String, Map<String, @Nullable Double>> steadyState(
            Experiment experiment, Result.Observed seen) {
        Map<String, Map<String, @Nullable Double>> all = new LinkedHashMap<>();
        for (Probe probe : experiment.hypothesis().keySet()) {
            Map<String, @Nullable Double> values = new LinkedHashMap<>();
            values.put("tolerance", experiment.hypothesis().get(probe));
            values.put("before", number(seen.before().getOrDefault(probe, Double.NaN)));
            values.put("after", number(seen.after().getOrDefault(probe, Double.NaN)));
            all.put(probe.toString(), values);
        }
        return all;
    }

    private static Map<String, @Nullable Double> latency(Figures figures) {
        Map<String, @Nullable Double> latency = new LinkedHashMap<>();
        latency.put("p50", number(figures.p50()));
        latency.put("p99", number(figures.p99()));
        latency.put("p99.9", number(figures.p999()));
        latency.put("max", number(figures.max()));
        latency.put("requests", (double) figures.count());
        latency.put("stale", (double) figures.stale());
        return latency;
    }

    private static Map<String, Long> outcomes(Map<String, Figures> figures) {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (Figures each : figures.values()) {
            outcomes.merge("ok", each.ok(), Long::sum);
            outcomes.merge("fail", each.failed(), Long::sum);
            outcomes.merge("unknown", each.unknown(), Long::sum);
            outcomes.merge("dropped", each.dropped(), Long::sum);
        }
        return outcomes;
    }

    private static @Nullable Double number(double value) {
        return Double.isFinite(value) ? Double.valueOf(Math.round(value * 10) / 10.0) : null;
    }
}
