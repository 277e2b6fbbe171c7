package io.everstore.chaos.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads an experiment, in the words of the Chaos Toolkit, and refuses what it does not know. */
public final class ExperimentFile {

    private static final Set<String> MODELS =
            Set.of("crash", "timeout", "response", "incorrect response", "overload", "human");

    private static final Set<String> RUNTIMES = Set.of("local", "compose", "k8s");

    private ExperimentFile() {}

    /**
     * Reads a file.
     *
     * @throws BadExperiment with line and reason if it is wrong
     */
    public static Experiment read(Path file) {
        try {
            return experiment(nameOf(file), Section.read(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static Experiment experiment(String name, Section root) {
        root.only(
                "id",
                "title",
                "claim",
                "fault-model",
                "tags",
                "steady-state-hypothesis",
                "setup",
                "method",
                "rollbacks",
                "expects",
                "workload",
                "targets");
        if (!root.text("id").matches("[XN]\\d\\d")) {
            throw root.bad("id", "an id is X01 to X99, or N01 to N99 of a negative control");
        }
        if (!MODELS.contains(root.text("fault-model"))) {
            throw root.bad(
                    "fault-model",
                    "'%s' is no fault model; there are %s"
                            .formatted(
                                    root.text("fault-model"), MODELS.stream().sorted().toList()));
        }
        List<Action> method = actions(root, "method");
        if (method.isEmpty()) {
            throw root.bad("method", "an experiment does something: 'method' is empty");
        }
        return new Experiment(
                name,
                root.text("id"),
                root.text("title"),
                root.text("claim"),
                root.text("fault-model"),
                root.has("tags") ? root.texts("tags") : List.of(),
                hypothesis(root.section("steady-state-hypothesis")),
                actions(root, "setup"),
                method,
                actions(root, "rollbacks"),
                root.optionalSection("workload").map(ExperimentFile::load).orElse(Load.USUAL),
                targets(root.section("targets"), RUNTIMES),
                exceptions(root.section("targets")),
                root.has("expects") ? Optional.of(expects(root)) : Optional.empty());
    }

    private static List<Action> actions(Section root, String name) {
        return root.sections(name).stream().map(FaultReader::action).toList();
    }

    private static String expects(Section root) {
        String id = root.text("expects");
        if (!id.matches("I([1-9]|10)")) {
            throw root.bad("expects", "an invariant is I1 to I10");
        }
        return id;
    }

    private static Map<Probe, Double> hypothesis(Section section) {
        section.only("title", "probes");
        Map<Probe, Double> tolerances = new EnumMap<>(Probe.class);
        for (Section probe : section.sections("probes")) {
            probe.only("name", "tolerance");
            Probe what = probe.value("name", Probe::of);
            double tolerance =
                    probe.value("tolerance", t -> Quantity.parse(t).in(what.unit()).value());
            if (tolerances.put(what, tolerance) != null) {
                throw probe.bad("name", "this probe is here twice");
            }
        }
        if (!tolerances.containsKey(Probe.SUCCESS)) {
            throw section.bad("probes", "no hypothesis without the probe 'success'");
        }
        return tolerances;
    }

    private static Load load(Section section) {
        section.only("rate", "before", "after");
        try {
            return new Load(
                    section.value("rate", Quantity::number, Load.USUAL.rate()),
                    duration(section, "before", Load.USUAL.before()),
                    duration(section, "after", Load.USUAL.after()));
        } catch (IllegalArgumentException e) {
            throw section.bad("rate", String.valueOf(e.getMessage()));
        }
    }

    private static Duration duration(Section section, String name, Duration otherwise) {
        return section.value(name, Quantity::duration, otherwise);
    }

    private static Map<Goal, Double> targets(Section section, Set<String> others) {
        Map<Goal, Double> targets = new EnumMap<>(Goal.class);
        for (String name : section.names()) {
            if (!others.contains(name)) {
                Goal goal = goal(section, name);
                targets.put(
                        goal, section.value(name, t -> Quantity.parse(t).in(goal.unit()).value()));
            }
        }
        if (targets.isEmpty()) {
            throw section.bad("targets", "without a target nothing can be missed");
        }
        return targets;
    }

    private static Goal goal(Section section, String name) {
        try {
            return Goal.of(name);
        } catch (IllegalArgumentException e) {
            throw section.bad(name, String.valueOf(e.getMessage()));
        }
    }

    /** Under the name of a runtime: targets that are others there. */
    private static Map<String, Map<Goal, Double>> exceptions(Section section) {
        Map<String, Map<Goal, Double>> exceptions = new TreeMap<>();
        for (String runtime : RUNTIMES) {
            section.optionalSection(runtime)
                    .ifPresent(own -> exceptions.put(runtime, targets(own, Set.of())));
        }
        return exceptions;
    }
}
