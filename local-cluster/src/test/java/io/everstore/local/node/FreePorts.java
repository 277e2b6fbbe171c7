package io.everstore.local.node;

import io.everstore.local.process.PortHolder;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Topologies beside whatever else runs on this machine. */
final class FreePorts {

    private FreePorts() {}

    /** Three nodes of each tier. */
    static Topology three(Tier... tiers) throws IOException {
        List<NodeSpec> nodes = new ArrayList<>();
        for (Tier tier : tiers) {
            for (int i = 1; i <= 3; i++) {
                nodes.add(new NodeSpec(tier.label() + "-" + i, tier, i, port()));
            }
        }
        return new Topology(List.copyOf(nodes), false);
    }

    /** One of which the port of the controller is free as well. */
    private static int port() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            try (ServerSocket free = new ServerSocket(0)) {
                int port = free.getLocalPort();
                if (PortHolder.isFree(port + Topology.CONTROLLER_OFFSET)) {
                    return port;
                }
            }
        }
        throw new IOException("no two free ports");
    }
}
