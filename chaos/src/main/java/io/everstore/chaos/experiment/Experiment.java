package io.everstore.chaos.experiment;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A claim about the shop, and how to refute it.
 *
 * @param name that of its file
 * @param id in the catalogue of faults, X01 to X46
 * @param title what is done
 * @param claim what is said to be true nevertheless
 * @param model of the fault: crash, timeout, response, incorrect response, overload, human
 * @param tags by which it can be chosen, for example "smoke"
 * @param hypothesis the steady state: what holds before and after, and how far it may be off
 * @param setup what is done before the first customer comes: a protection is taken away
 * @param method what is done
 * @param rollbacks what ends it
 * @param targets the most that may be measured
 * @param exceptions by runtime: the targets that are others there
 * @param expects the invariant that this must violate, which makes it a negative control
 */
public record Experiment(
        String name,
        String id,
        String title,
        String claim,
        String model,
        List<String> tags,
        Map<Probe, Double> hypothesis,
        List<Action> setup,
        List<Action> method,
        List<Action> rollbacks,
        Load load,
        Map<Goal, Double> targets,
        Map<String, Map<Goal, Double>> exceptions,
        Optional<String> expects) {

    /** As it is on a runtime, with the targets for that one. */
    public Experiment on(String runtime) {
        Map<Goal, Double> there = new EnumMap<>(Goal.class);
        there.putAll(targets);
        there.putAll(exceptions.getOrDefault(runtime, Map.of()));
        return with(load, there, Map.of());
    }

    /**
     * The same with more customers or fewer.
     *
     * @param rate requests per second
     * @throws IllegalArgumentException if that would measure nothing
     */
    public Experiment at(double rate) {
        return with(new Load(rate, load.before(), load.after()), targets, exceptions);
    }

    private Experiment with(
            Load customers, Map<Goal, Double> most, Map<String, Map<Goal, Double>> elsewhere) {
        return new Experiment(
                name,
                id,
                title,
                claim,
                model,
                tags,
                hypothesis,
                setup,
                method,
                rollbacks,
                customers,
                most,
                elsewhere,
                expects);
    }

    /** Everything that is done. */
    public Stream<Action> actions() {
        return Stream.of(setup, method, rollbacks).flatMap(List::stream);
    }
}
