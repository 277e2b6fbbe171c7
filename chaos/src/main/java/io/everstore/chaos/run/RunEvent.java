package io.everstore.chaos.run;

import io.everstore.chaos.invariant.Finding;
import io.everstore.local.topology.NodeView;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What happens in a run, as it happens: for the progress line and for the console. */
public sealed interface RunEvent {

    Instant at();

    /** For people. */
    String text();

    /** The run enters a phase: warming up, steady, fault, healing, recovered, checking. */
    record Phase(Instant at, String name) implements RunEvent {
        @Override
        public String text() {
            return name;
        }
    }

    /** Something is done, to these nodes. */
    record Injected(Instant at, String what, List<String> nodes) implements RunEvent {
        @Override
        public String text() {
            return "! " + what + (nodes.isEmpty() ? "" : ": " + String.join(", ", nodes));
        }
    }

    /** Nodes are not what they were. */
    record Changed(Instant at, List<NodeView> nodes) implements RunEvent {
        @Override
        public String text() {
            return nodes.stream().map(Changed::text).collect(Collectors.joining(", "));
        }

        private static String text(NodeView node) {
            boolean hasRole = node.role() != null && !node.role().equals("active");
            return node.name() + " " + node.state() + (hasRole ? " " + node.role() : "");
        }
    }

    /**
     * The last second in which every request has its answer.
     *
     * @param p99 in milliseconds
     */
    record Sampled(Instant at, long ok, long notOk, double p99) implements RunEvent {
        @Override
        public String text() {
            return "%d ok, %d not, p99 %.0f ms".formatted(ok, notOk, p99);
        }
    }

    /** All invariants have been checked. */
    record Checked(Instant at, List<Finding> findings) implements RunEvent {
        @Override
        public String text() {
            return findings.stream()
                    .map(finding -> finding.id() + (finding.holds() ? " holds" : " VIOLATED"))
                    .collect(Collectors.joining(", "));
        }
    }
}
