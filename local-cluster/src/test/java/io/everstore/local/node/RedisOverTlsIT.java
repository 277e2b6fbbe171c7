package io.everstore.local.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.everstore.local.certificates.Forgery;
import io.everstore.local.process.ChildProcesses;
import io.everstore.local.process.Privileges;
import io.everstore.local.process.Programs;
import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three real Redis servers and three Sentinels without a plain port. */
class RedisOverTlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir Path directory;

    private final Map<String, Process> running = new HashMap<>();
    private Home home;
    private Topology topology;
    private Transport transport;
    private Redis redis;
    private ChildProcesses processes;

    @BeforeEach
    void startThem() throws IOException {
        home = new Home(directory, directory);
        Files.createDirectories(home.logs());
        topology = FreePorts.three(Tier.REDIS, Tier.SENTINEL);
        processes = new ChildProcesses(home, Privileges.probe());
        start(true);
    }

    private void start(boolean isTls) {
        transport = Transport.begin(home, isTls);
        redis = new Redis(topology, home, new Programs(home).redis(), transport);
        for (NodeSpec node : topology.nodes()) {
            Blueprint blueprint = blueprint(node);
            running.put(node.name(), processes.start(blueprint.command().get()));
            Awaitility.await().atMost(PATIENCE).until(blueprint.isReady()::getAsBoolean);
        }
        awaitReplication();
    }

    private Blueprint blueprint(NodeSpec node) {
        return node.tier() == Tier.REDIS ? redis.server(node) : redis.sentinel(node);
    }

    private void awaitReplication() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> info(port("redis-1")).contains("connected_slaves:2"));
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> info(port("redis-2")).contains("master_link_status:up"));
    }

    private void stop() throws InterruptedException {
        for (Process process : running.values()) {
            process.destroy();
            process.waitFor();
        }
    }

    @AfterEach
    void stopThem() throws InterruptedException {
        stop();
        processes.close();
    }

    @Test
    void theSentinelsReplaceALostPrimary() {
        for (NodeSpec sentinel : topology.tier(Tier.SENTINEL)) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> sentinels(sentinel.port()).contains("sentinels=3"));
        }
        running.get("redis-1").destroyForcibly();

        Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () ->
                                Optional.of("primary")
                                        .equals(
                                                blueprint(topology.find(elected()).orElseThrow())
                                                        .role()
                                                        .get()));
        assertThat(elected()).isNotEqualTo("redis-1");
    }

    private String elected() {
        int port = RedisProtocol.masterPort(transport, port("sentinel-1"), "everstore").orElse(0);
        return topology.tier(Tier.REDIS).stream()
                .filter(node -> node.port() == port)
                .map(NodeSpec::name)
                .findFirst()
                .orElse("redis-1");
    }

    @Test
    void refuseWhoSpeaksInTheClear() {
        for (NodeSpec node : topology.nodes()) {
            assertThat(RedisProtocol.ask(Transport.plain(), node.port(), "PING"))
                    .as(node.name())
                    .isEmpty();
        }
    }

    @Test
    void refuseWhoShowsACertificateOfAnotherAuthority() throws Exception {
        var stranger =
                Forgery.OF_ANOTHER_AUTHORITY
                        .write(home.certificates(), directory.resolve("stranger"))
                        .context();
        for (NodeSpec node : topology.nodes()) {
            assertThatIOException()
                    .as(node.name())
                    .isThrownBy(
                            () -> {
                                try (Socket plain = Transport.plain().connect(node.port(), LIMIT);
                                        var socket =
                                                (SSLSocket)
                                                        stranger.getSocketFactory()
                                                                .createSocket(plain, "", 0, true)) {
                                    answer(socket, "PING");
                                }
                            });
        }
    }

    @Test
    void serveTheSameDataWhenTheTransportChanges() throws Exception {
        assertThat(RedisProtocol.ask(transport, port("redis-1"), "SET page lamp")).hasValue("OK");
        stop();
        start(false);
        assertThat(RedisProtocol.ask(transport, port("redis-1"), "GET page")).hasValue("lamp");
        stop();
        start(true);
        assertThat(RedisProtocol.ask(transport, port("redis-1"), "GET page")).hasValue("lamp");
    }

    private int port(String node) {
        return topology.find(node).orElseThrow().port();
    }

    private String info(int port) throws IOException {
        return all(port, "INFO replication");
    }

    private String sentinels(int port) throws IOException {
        return all(port, "INFO sentinel");
    }

    private String all(int port, String question) throws IOException {
        try (Socket socket = transport.connect(port, LIMIT)) {
            return answer(socket, question);
        }
    }

    private static String answer(Socket socket, String question) throws IOException {
        socket.getOutputStream().write((question + "\r\n").getBytes(StandardCharsets.US_ASCII));
        var in =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String head = in.readLine();
        if (head == null) {
            throw new IOException("closed without an answer");
        }
        int length = head.startsWith("$") ? Integer.parseInt(head.substring(1)) : 0;
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; i < length; i++) {
            text.append((char) in.read());
        }
        return text.toString();
    }
}
