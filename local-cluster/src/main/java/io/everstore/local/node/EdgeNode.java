package io.everstore.local.node;

import io.everstore.local.probe.Http;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.NodeView;
import io.everstore.local.transport.Transport;
import java.time.Duration;
import java.util.Map;

/** The edge lives in the launcher itself, so it cannot be killed alone. */
record EdgeNode(NodeSpec spec, Transport transport) implements Node {

    @Override
    public NodeView view() {
        boolean isUp = Http.ok(transport, spec.port(), "/readyz", Duration.ofSeconds(2));
        return new NodeView(
                spec.name(),
                spec.tier().label(),
                isUp ? "active" : null,
                isUp ? NodeView.UP : NodeView.STARTING,
                ProcessHandle.current().pid(),
                spec.port(),
                0);
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(
                "the edge is part of the launcher: kill a gateway instead (kill gateway-1)");
    }

    @Override
    public void kill(boolean stayDown) {
        throw refusal();
    }

    @Override
    public void pause() {
        throw refusal();
    }

    @Override
    public void resume() {
        throw refusal();
    }

    @Override
    public void restart(Map<String, String> environment) {
        throw refusal();
    }

    @Override
    public void start() {
        throw refusal();
    }

    /** Nothing: the cluster closes it. */
    @Override
    public void stop() {}
}
