package io.everstore.chaos.targets.compose;

import io.everstore.local.control.Json;
import io.everstore.local.topology.NodeView;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the engine says of a container.
 *
 * @param service the node's name
 * @param status created, running, paused, restarting, removing, exited or dead
 * @param health of its last health checks: starting, healthy or unhealthy; empty without any
 * @param pid of its first process, as the engine's machine counts; 0 without any
 * @param nanoCpus its share of the processors, in billionths of a core; 0 for no limit
 */
record Container(
        String id,
        String image,
        String service,
        String status,
        String health,
        long pid,
        String startedAt,
        long nanoCpus) {

    /** Makes {@code docker inspect} print such a record, and not its 200 other fields. */
    static final String FORMAT =
            """
            {"id":{{json .Id}},"image":{{json .Image}},\
            "service":{{json (index .Config.Labels "com.docker.compose.service")}},\
            "status":{{json .State.Status}},\
            "health":{{if .State.Health}}{{json .State.Health.Status}}{{else}}""{{end}},\
            "pid":{{.State.Pid}},"startedAt":{{json .State.StartedAt}},"nanoCpus":{{.HostConfig.NanoCpus}}}""";

    private static final Pattern NODE =
            Pattern.compile("(pg|redis|sentinel|kafka|catalog|order|gateway|etcd|lb)-\\d");

    /** One in each line. */
    static List<Container> parse(String lines) {
        return lines.lines()
                .filter(line -> !line.isBlank())
                .map(line -> Json.MAPPER.readValue(line, Container.class))
                .toList();
    }

    /** Empty if it is no node of the shop: a job that is done, a monitor. */
    Optional<String> tier() {
        var node = NODE.matcher(service);
        return node.matches()
                ? Optional.of(node.group(1).equals("pg") ? "postgres" : node.group(1))
                : Optional.empty();
    }

    /** In the words of {@code ./everstore status}: up is who passes the health check. */
    String state() {
        return switch (status) {
            case "running" ->
                    health.isEmpty() || health.equals("healthy") ? NodeView.UP : NodeView.STARTING;
            case "paused" -> NodeView.PAUSED;
            case "restarting" -> NodeView.RESTARTING;
            default -> NodeView.DOWN;
        };
    }

    boolean isRunning() {
        return status.equals("running");
    }
}
