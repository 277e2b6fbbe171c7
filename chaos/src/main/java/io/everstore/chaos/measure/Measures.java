package io.everstore.chaos.measure;

import io.everstore.chaos.experiment.Goal;
import io.everstore.chaos.workload.Figures;
import io.everstore.chaos.workload.History;
import io.everstore.chaos.workload.Request;
import io.everstore.local.node.Events.Event;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What was measured.
 *
 * @param goals what may have a target
 * @param figures of reads and writes before, during and after the fault
 */
public record Measures(
        Map<Goal, Double> goals,
        Failover failover,
        Map<String, Figures> figures,
        List<Second> seconds) {

    /**
     * Measures.
     *
     * @param nodes to which something was done first
     * @param counted what the invariants counted
     */
    public static Measures of(
            History history,
            Phases phases,
            List<Event> events,
            List<String> nodes,
            Map<Goal, Double> counted) {
        List<Request> all = history.between(phases.start(), phases.end());
        List<Request> since =
                all.stream().filter(r -> r.isWithin(phases.fault(), phases.end())).toList();
        List<Second> seconds = Second.of(all, phases.start(), phases.end());
        long faultSecond = Duration.between(phases.start(), phases.fault()).toSeconds();
        Map<Goal, Double> goals = new EnumMap<>(Goal.class);
        goals.put(
                Goal.WRITE_RECOVERY,
                Recovery.millis(only(since, Request::isWrite), phases.fault(), phases.end()));
        goals.put(
                Goal.READ_RECOVERY,
                Recovery.millis(only(since, r -> !r.isWrite()), phases.fault(), phases.end()));
        goals.put(
                Goal.WRITE_GAP,
                Recovery.writeGapMillis(only(all, Request::isWrite), phases.fault()));
        goals.putAll(counted);
        goals.put(Goal.FAILED_REQUESTS, Figures.of(since).failures());
        goals.put(Goal.FAILED_READS, Figures.of(only(since, r -> !r.isWrite())).failures());
        goals.put(Goal.FAILED_WRITES, Figures.of(only(since, Request::isWrite)).failures());
        goals.put(
                Goal.UNAVAILABILITY,
                1000.0
                        * seconds.stream()
                                .filter(second -> second.at() >= faultSecond && second.isBad())
                                .count());
        Map<String, Figures> figures = figures(history, phases);
        goals.put(Goal.READ_P99, figures.getOrDefault("reads during", Figures.of(all)).p99());
        goals.put(Goal.WRITE_P99, figures.getOrDefault("writes during", Figures.of(all)).p99());
        goals.put(
                Goal.REDUNDANCY,
                (double) Duration.between(phases.healed(), phases.redundant()).toMillis());
        return new Measures(goals, Failover.of(events, phases.fault(), nodes), figures, seconds);
    }

    private static Map<String, Figures> figures(History history, Phases phases) {
        Map<String, Figures> figures = new java.util.LinkedHashMap<>();
        Predicate<Request> writes = Request::isWrite;
        for (var kind : Map.of("reads", writes.negate(), "writes", writes).entrySet()) {
            figures.put(
                    kind.getKey() + " before",
                    history.figures(phases.steady(), phases.fault(), kind.getValue()));
            figures.put(
                    kind.getKey() + " during",
                    history.figures(phases.fault(), phases.healed(), kind.getValue()));
            figures.put(
                    kind.getKey() + " after",
                    history.figures(phases.redundant(), phases.end(), kind.getValue()));
        }
        return new java.util.TreeMap<>(figures);
    }

    private static List<Request> only(List<Request> requests, Predicate<Request> which) {
        return requests.stream().filter(which).toList();
    }

    public double goal(Goal goal) {
        return goals.getOrDefault(goal, Double.NaN);
    }
}
