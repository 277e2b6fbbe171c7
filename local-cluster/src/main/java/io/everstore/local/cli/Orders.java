package io.everstore.local.cli;

import io.everstore.local.node.Cluster;
import io.everstore.local.node.Events;
import io.everstore.local.node.Node;
import java.time.Instant;

/** Orders for single nodes, from the command line or the console; each is an event. */
record Orders(Cluster cluster, Events events) {

    /** The answer to an order: when the signal was sent. */
    record Done(String node, String action, Instant at) {}

    /**
     * Carries it out at once; the node follows in its own time.
     *
     * @throws IllegalArgumentException if there is no such node or action
     * @throws UnsupportedOperationException if this node cannot do that
     */
    Done carryOut(String name, String action, boolean stayDown) {
        Node node = cluster.node(name);
        Instant at = Instant.now();
        events.add(action + " " + name + (stayDown ? " (to stay down)" : "") + ", as ordered");
        switch (action) {
            case "kill" -> node.kill(stayDown);
            case "pause" -> node.pause();
            case "resume" -> node.resume();
            case "restart" -> node.restart();
            case "start" -> node.start();
            default -> throw new IllegalArgumentException("no such action: " + action);
        }
        return new Done(name, action, at);
    }
}
