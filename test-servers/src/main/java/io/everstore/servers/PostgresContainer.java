package io.everstore.servers;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

record PostgresContainer(GenericContainer<?> container, int port) implements PostgresServer {

    /** Those that the program has by default. */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "fsync", "off",
                    "synchronous_commit", "off",
                    "max_connections", "300",
                    "timezone", "GMT",
                    "listen_addresses", "127.0.0.1",
                    "unix_socket_directories", "/tmp");

    static Optional<PostgresServer> start(Map<String, String> settings) {
        int port = FreePort.find();
        var all = new TreeMap<>(DEFAULTS);
        all.putAll(settings);
        String options =
                all.entrySet().stream()
                        .map(
                                setting ->
                                        "-c '%s=%s'"
                                                .formatted(setting.getKey(), setting.getValue()))
                        .collect(Collectors.joining(" "));
        String command =
                "initdb -A trust -U postgres -E UTF-8 -D /tmp/data >/dev/null && exec postgres -D /tmp/data -p %d %s"
                        .formatted(port, options);
        return Engine.container("POSTGRES_IMAGE", command)
                .map(
                        container -> {
                            container
                                    .withCreateContainerCmdModifier(
                                            create -> create.withUser("postgres"))
                                    .waitingFor(
                                            Wait.forLogMessage(
                                                    ".*ready to accept connections.*", 1))
                                    .start();
                            return new PostgresContainer(container, port);
                        });
    }

    @Override
    public void close() {
        container.stop();
    }
}
