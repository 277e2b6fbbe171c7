package io.everstore.chaos.run;

import io.everstore.chaos.invariant.Finding;
import io.everstore.local.topology.NodeView;
import java.time.Instant;
import java.util.List;

/** What happens in a run, as it happens: for the progress line and for the console. */
public sealed interface RunEvent {

    Instant at();

    /** The run enters a phase: warming up, steady, fault, healing, recovered, checking. */
    record Phase(Instant at, String name) implements RunEvent {}

    /** Something is done, to these nodes. */
    record Injected(Instant at, String what, List<String> nodes) implements RunEvent {}

    /** Nodes are not what they were. */
    record Changed(Instant at, List<NodeView> nodes) implements RunEvent {}

    /**
     * The last second in which every request has its answer.
     *
     * @param p99 in milliseconds
     */
    record Sampled(Instant at, long ok, long notOk, double p99) implements RunEvent {}

    /** All invariants have been checked. */
    record Checked(Instant at, List<Finding> findings) implements RunEvent {}
}
