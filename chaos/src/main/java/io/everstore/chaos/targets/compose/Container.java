package io.everstore.chaos.targets.compose;

import io.everstore.local.control.Json;
import io.everstore.local.topology.NodeView;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What the engine says of a container.
 *
 * @param service the node's name
 * @param status created, running, paused, restarting, removing, exited or dead
 * @param health of its last health checks: starting, healthy or unhealthy; empty without any
 * @param pid of its first process, as the engine's machine counts; 0 without any
 */
record Container(
        String id,
        String image,
        String service,
        String status,
        String health,
        long pid,
        String startedAt) {

    /** Makes {@code docker inspect} print a line for each, without its 200 other fields. */
    static final String FORMAT =
            "{\"id\":{{json .Id}},\"image\":{{json .Image}},\"labels\":{{json .Config.Labels}},\"state\":{{json .State}}}";

    private static final Pattern NODE =
            Pattern.compile("(pg|redis|sentinel|kafka|catalog|order|gateway|etcd|lb)-\\d");

    /** What was printed in that format. */
    static List<Container> parse(String lines) {
        return lines.lines()
                .filter(line -> !line.isBlank())
                .map(line -> of(Json.MAPPER.readTree(line)))
                .toList();
    }

    private static Container of(JsonNode json) {
        JsonNode state = json.path("state");
        return new Container(
                json.path("id").asString(),
                json.path("image").asString(),
                json.path("labels").path("com.docker.compose.service").asString(""),
                state.path("Status").asString(),
                state.path("Health").path("Status").asString(""),
                state.path("Pid").asLong(),
                state.path("StartedAt").asString());
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
