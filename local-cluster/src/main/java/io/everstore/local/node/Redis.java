package io.everstore.local.node;

import io.everstore.local.process.ChildProcesses;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Three Redis servers and three Sentinels. Redis is a cache here and starts empty of promises: at
 * every {@code up} the first server is the primary, and after a crash a server follows whomever the
 * Sentinels have elected meanwhile.
 */
final class Redis {

    /** The name under which the Sentinels know the primary. */
    private static final String MASTER = "everstore";

    private final Topology topology;
    private final Home home;
    private final Path program;
    private final Transport transport;

    Redis(Topology topology, Home home, Path program, Transport transport) {
        this.topology = topology;
        this.home = home;
        this.program = program;
        this.transport = transport;
    }

    Blueprint server(NodeSpec spec) {
        return new Blueprint(
                spec,
                () -> serverCommand(spec),
                () -> answers(spec),
                () ->
                        RedisProtocol.ask(transport, spec.port(), "ROLE")
                                .map(r -> r.equals("master") ? "primary" : "replica"),
                Duration.ofSeconds(4),
                Duration.ofSeconds(3),
                true,
                Duration.ofSeconds(5));
    }

    Blueprint sentinel(NodeSpec spec) {
        return new Blueprint(
                spec,
                () -> sentinelCommand(spec),
                () -> answers(spec),
                () -> Optional.of("active"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                false,
                Duration.ofSeconds(5));
    }

    private boolean answers(NodeSpec spec) {
        return RedisProtocol.ask(transport, spec.port(), "PING").filter("PONG"::equals).isPresent();
    }

    private int primaryPort() {
        for (NodeSpec sentinel : topology.tier(Tier.SENTINEL)) {
            Optional<Integer> elected =
                    RedisProtocol.masterPort(transport, sentinel.port(), MASTER);
            if (elected.isPresent()) {
                return elected.get();
            }
        }
        return topology.tier(Tier.REDIS).getFirst().port();
    }

    private ChildProcesses.Command serverCommand(NodeSpec spec) {
        int primary = primaryPort();
        String follow = primary == spec.port() ? "" : "replicaof 127.0.0.1 " + primary + "\n";
        String text =
                """
                bind 127.0.0.1
                dir %s
                protected-mode no
                # The log keeps a restarted primary from replicating an empty data set.
                appendonly yes
                save ""
                repl-diskless-sync-delay 0
                repl-timeout 5
                maxmemory 128mb
                maxmemory-policy allkeys-lru
                """
                        .formatted(home.data(spec.name()));
        return command(spec, port(spec) + text + follow, List.of());
    }

    private ChildProcesses.Command sentinelCommand(NodeSpec spec) {
        String text =
                """
                bind 127.0.0.1
                dir %s
                protected-mode no
                sentinel monitor %s 127.0.0.1 %d 2
                # One second of silence: a failover takes 2-3 s in all. Less would fail over on a busy machine.
                sentinel down-after-milliseconds %s 1000
                sentinel failover-timeout %s 5000
                sentinel parallel-syncs %s 1
                """
                        .formatted(
                                home.data(spec.name()),
                                MASTER,
                                primaryPort(),
                                MASTER,
                                MASTER,
                                MASTER);
        return command(spec, port(spec) + text, List.of("--sentinel"));
    }

    /**
     * The one port, for everybody: clients, replicas and Sentinels. Over TLS each of them shows a
     * certificate; a Redis that connects to another looks at its authority only, not at its name.
     */
    private String port(NodeSpec spec) {
        return transport
                .files(spec.name())
                .map(
                        files ->
                                """
                                port 0
                                tls-port %d
                                tls-cert-file %s
                                tls-key-file %s
                                tls-ca-cert-file %s
                                tls-auth-clients yes
                                tls-replication yes
                                """
                                        .formatted(
                                                spec.port(),
                                                files.certificate(),
                                                files.key(),
                                                files.authority()))
                .orElse("port %d\n".formatted(spec.port()));
    }

    private ChildProcesses.Command command(NodeSpec spec, String text, List<String> arguments) {
        Path directory = Home.privateDirectory(home.data(spec.name()));
        Path file = directory.resolve(spec.tier().label() + ".conf");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        List<String> line = new java.util.ArrayList<>(List.of(program.toString(), file.toString()));
        line.addAll(arguments);
        return new ChildProcesses.Command(
                spec.name(), line, directory, home.log(spec.name()), Map.of(), false);
    }
}
