package io.everstore.local.cli;

import io.everstore.local.console.Plant;
import io.everstore.local.node.Cluster;
import io.everstore.local.node.Events;
import io.everstore.local.topology.NodeView;
import java.util.List;

/** The cluster as the console sees it. */
record WatchedCluster(Cluster cluster, Events events) implements Plant {

    @Override
    public List<NodeView> nodes() {
        return cluster.views();
    }

    @Override
    public List<Events.Event> eventsSince(long number) {
        return events.since(number);
    }

    @Override
    public void order(String node, String action) {
        boolean stayDown = action.equals("stop");
        new Orders(cluster, events).carryOut(node, stayDown ? "kill" : action, stayDown);
    }
}
