package io.everstore.local.cli;

import io.everstore.local.control.ControlClient;
import io.everstore.local.control.Json;
import io.everstore.local.control.Status;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeView;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows every node. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows every node: role, state, process, port and memory.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every node is up",
            "1:some node is not up",
            "3:Everstore is not running"
        },
        footer = {"", "Examples:", "  ./everstore status", "  ./everstore status --json"})
final class StatusCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print JSON for machines.")
    private boolean isJson;

    @Override
    public Integer call() {
        Status status = ControlClient.require(Home.locate()).status();
        if (isJson) {
            System.out.println(new String(Json.bytes(status), StandardCharsets.UTF_8));
        } else {
            print(status);
        }
        return status.isAllUp() ? 0 : 1;
    }

    private static void print(Status status) {
        System.out.printf(
                "%-12s %-9s %-11s %8s %6s %8s%n", "NODE", "ROLE", "STATE", "PID", "PORT", "MEMORY");
        for (NodeView n : status.nodes()) {
            System.out.printf(
                    "%-12s %-9s %-11s %8s %6d %8s%n",
                    n.name(),
                    n.role() == null ? "-" : n.role(),
                    n.state(),
                    n.pid() == null ? "-" : n.pid().toString(),
                    n.port(),
                    n.rssMiB() == 0 ? "-" : n.rssMiB() + " MiB");
        }
        long up = status.nodes().stream().filter(NodeView::isUp).count();
        System.out.printf(
                "%n%d of %d up, %d MiB, shop at %s%n",
                up, status.nodes().size(), status.totalMiB(), status.urls().get("storefront"));
    }
}
