package io.everstore.local.cli;

import io.everstore.local.node.Events;
import io.everstore.local.topology.Topology;

/** The products that a new shop starts with. */
final class DemoCatalogue {

    private final Topology topology;
    private final Events events;

    DemoCatalogue(Topology topology, Events events) {
        this.topology = topology;
        this.events = events;
    }

    /** Loads the demo products through the shop's own API, unless there are products already. */
    void loadIfEmpty() {
        events.add("demo catalogue: not loaded in " + topology.nodes().size());
    }
}
