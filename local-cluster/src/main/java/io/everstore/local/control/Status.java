package io.everstore.local.control;

import io.everstore.local.topology.NodeView;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.util.List;
import java.util.Map;

/** What {@code status --json} prints. */
public record Status(String runtime, Map<String, String> urls, List<NodeView> nodes) {

    static Status of(List<NodeView> nodes, Transport transport) {
        return new Status(
                "local",
                Map.of(
                        "storefront",
                        transport.shop().toString(),
                        "console",
                        "http://localhost:" + Topology.CONSOLE_PORT),
                nodes);
    }

    public boolean isAllUp() {
        return nodes.stream().allMatch(NodeView::isUp);
    }

    public long totalMiB() {
        return nodes.stream().mapToLong(NodeView::rssMiB).sum();
    }
}
