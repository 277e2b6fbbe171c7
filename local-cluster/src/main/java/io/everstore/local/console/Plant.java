package io.everstore.local.console;

import io.everstore.local.node.Events.Event;
import io.everstore.local.topology.NodeView;
import java.util.List;

/** What the console watches, and where it injects faults. */
public interface Plant {

    /** Every node, as it is now. Asks the nodes, so it may take some milliseconds. */
    List<NodeView> nodes();

    /** What happened, from this number on. */
    List<Event> eventsSince(long number);

    /**
     * Carries out an order for one node.
     *
     * @param action kill, stop (kill, and stay down), pause, resume, restart or start
     * @throws IllegalArgumentException if there is no such node or action
     * @throws UnsupportedOperationException if this node cannot do that
     */
    void order(String node, String action);
}
