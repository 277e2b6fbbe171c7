package io.everstore.chaos;

import io.everstore.chaos.experiment.Action;
import io.everstore.chaos.experiment.Experiment;
import io.everstore.chaos.fault.Fault;
import io.everstore.chaos.targets.LocalTarget;
import io.everstore.chaos.targets.compose.ComposeTarget;
import io.everstore.chaos.targets.k8s.KubernetesTarget;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** In which runtimes an experiment can be run, and what it needs there; of none is one asked. */
enum Reach {
    LOCAL,
    COMPOSE,
    K8S;

    static final String LEGEND =
            "yes; no: skipped, with the reason; mesh: needs Chaos Mesh in the cluster, and is skipped without";

    /** Only containers have them as nodes. */
    private static final Pattern OF_COMPOSE = Pattern.compile("(etcd|lb)\\b.*");

    /** One word of the legend. */
    String of(Experiment experiment) {
        List<Fault> faults = experiment.actions().map(Action::fault).toList();
        if (faults.stream().anyMatch(f -> cannot(f).isPresent() || isWithout(f))) {
            return "no";
        }
        boolean needsMesh = this == K8S && faults.stream().anyMatch(KubernetesTarget::needsMesh);
        return needsMesh ? "mesh" : "yes";
    }

    private Optional<String> cannot(Fault fault) {
        return switch (this) {
            case LOCAL -> LocalTarget.cannot(fault);
            case COMPOSE -> ComposeTarget.cannot(fault);
            case K8S -> KubernetesTarget.cannot(fault);
        };
    }

    private boolean isWithout(Fault fault) {
        return this != COMPOSE
                && fault instanceof Fault.OnNodes on
                && on.nodes().choices().stream().anyMatch(c -> OF_COMPOSE.matcher(c).matches());
    }
}
