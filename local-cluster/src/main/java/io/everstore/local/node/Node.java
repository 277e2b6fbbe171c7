package io.everstore.local.node;

import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.NodeView;
import java.util.Map;

/** A node that can be looked at and have faults injected. Every order returns at once. */
public interface Node {

    NodeSpec spec();

    NodeView view();

    /** SIGKILL. It is brought back, unless it was told to stay down. */
    void kill(boolean stayDown);

    /** SIGSTOP: the node is there, holds its connections, and does nothing. */
    void pause();

    /** SIGCONT. */
    void resume();

    /**
     * Ends it gracefully and starts it again.
     *
     * @param environment what replaces its settings until it is restarted again
     * @throws UnsupportedOperationException if it is a node whose settings are not its environment
     */
    void restart(Map<String, String> environment);

    /** Brings back a node that was told to stay down. */
    void start();

    /** Ends it gracefully for good; returns when it is gone. */
    void stop();
}
