package io.everstore.local.cli;

import io.everstore.local.topology.NodeView;
import io.everstore.local.topology.Topology;
import java.util.List;
import java.util.Map;

/** What {@code status --json} prints. */
record Status(String runtime, Map<String, String> urls, List<NodeView> nodes) {

    static Status of(List<NodeView> nodes) {
        return new Status(
                "local",
                Map.of(
                        "storefront", "http://localhost:" + Topology.EDGE_PORT,
                        "console", "http://localhost:" + Topology.CONSOLE_PORT),
                nodes);
    }

    boolean isAllUp() {
        return nodes.stream().allMatch(NodeView::isUp);
    }

    long totalMiB() {
        return nodes.stream().mapToLong(NodeView::rssMiB).sum();
    }
}
