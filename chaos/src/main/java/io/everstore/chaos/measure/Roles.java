package io.everstore.chaos.measure;

import io.everstore.local.topology.NodeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each node was when: state and role, whenever one of them changed. */
public final class Roles {

    private final Instant start;
    private final Map<String, List<Change>> lanes = new LinkedHashMap<>();

    /**
     * From then on the node is this.
     *
     * @param at milliseconds since the run began
     */
    public record Change(long at, String state, String role) {}

    public Roles(Instant start) {
        this.start = start;
    }

    /** Notes what changed since the last look; returns the nodes that did. */
    public synchronized List<NodeView> look(List<NodeView> nodes, Instant now) {
        List<NodeView> changed = new ArrayList<>();
        for (NodeView node : nodes) {
            List<Change> lane = lanes.computeIfAbsent(node.name(), _ -> new ArrayList<>());
            String role = node.role() == null ? "" : node.role();
            Change change = new Change(Duration.between(start, now).toMillis(), node.state(), role);
            if (lane.isEmpty() || !isSame(lane.getLast(), change)) {
                lane.add(change);
                changed.add(node);
            }
        }
        return changed;
    }

    private static boolean isSame(Change one, Change other) {
        return one.state().equals(other.state()) && one.role().equals(other.role());
    }

    public synchronized Map<String, List<Change>> lanes() {
        Map<String, List<Change>> copy = new LinkedHashMap<>();
        lanes.forEach((node, changes) -> copy.put(node, List.copyOf(changes)));
        return copy;
    }
}
