package io.everstore.chaos.targets.compose;

import io.everstore.local.control.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Pulls a container's network plug: its processes go on, and nobody hears of them; its published
 * ports are gone as well.
 */
final class Isolation {

    private Isolation() {}

    /** Returns what plugs it in again, with the address and the names that it had. */
    static Runnable begin(Docker docker, Container container) {
        String format = "{{json .NetworkSettings.Networks}}";
        String networks = docker.run("inspect", "--format", format, container.id());
        List<List<String>> connects = connects(networks, container.id());
        Json.MAPPER
                .readTree(networks)
                .propertyNames()
                .forEach(name -> docker.run("network", "disconnect", name, container.id()));
        return () -> connects.forEach(docker::run);
    }

    /** The commands that undo it: Docker would give it some other address, and no name. */
    static List<List<String>> connects(String networks, String container) {
        List<List<String>> commands = new ArrayList<>();
        for (Map.Entry<String, JsonNode> network : Json.MAPPER.readTree(networks).properties()) {
            List<String> command = new ArrayList<>(List.of("network", "connect"));
            command.addAll(List.of("--ip", network.getValue().path("IPAddress").asString()));
            network.getValue()
                    .path("Aliases")
                    .forEach(alias -> command.addAll(List.of("--alias", alias.asString())));
            command.addAll(List.of(network.getKey(), container));
            commands.add(command);
        }
        return commands;
    }
}
