package io.everstore.local.node;

import io.everstore.local.failover.PostgresCluster;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.NodeView;
import java.util.Map;

/** One PostgreSQL server, which the failover supervisor owns. */
record PostgresNode(NodeSpec spec, PostgresCluster cluster) implements Node {

    @Override
    public NodeView view() {
        return cluster.view(spec.name());
    }

    @Override
    public void kill(boolean stayDown) {
        cluster.kill(spec.name(), stayDown);
    }

    @Override
    public void pause() {
        cluster.pause(spec.name());
    }

    @Override
    public void resume() {
        cluster.resume(spec.name());
    }

    @Override
    public void restart(Map<String, String> environment) {
        if (!environment.isEmpty()) {
            throw new UnsupportedOperationException(
                    "%s has no settings in its environment".formatted(spec.name()));
        }
        cluster.restart(spec.name());
    }

    @Override
    public void start() {
        cluster.start(spec.name());
    }

    /** Nothing: the cluster stops its servers in the right order. */
    @Override
    public void stop() {}
}
