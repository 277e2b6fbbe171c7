package io.everstore.local.control;

import io.everstore.local.node.Cluster;
import io.everstore.local.node.Events;
import io.everstore.local.node.Node;
import java.time.Instant;
import java.util.Map;

/** Orders for single nodes, from the command line or the console; each is an event. */
public record Orders(Cluster cluster, Events events) {

    /** The answer to an order: when the signal was sent. */
    public record Done(String node, String action, Instant at) {}

    /**
     * Carries it out at once; the node follows in its own time.
     *
     * @param environment what replaces the settings of a service that is restarted
     * @throws IllegalArgumentException if there is no such node or action
     * @throws UnsupportedOperationException if this node cannot do that
     */
    public Done carryOut(
            String name, String action, boolean stayDown, Map<String, String> environment) {
        Node node = cluster.node(name);
        Instant at = Instant.now();
        events.add(action + " " + name + (stayDown ? " (to stay down)" : "") + ", as ordered");
        switch (action) {
            case "kill" -> node.kill(stayDown);
            case "pause" -> node.pause();
            case "resume" -> node.resume();
            case "restart" -> node.restart(environment);
            case "start" -> node.start();
            default -> throw new IllegalArgumentException("no such action: " + action);
        }
        return new Done(name, action, at);
    }
}
