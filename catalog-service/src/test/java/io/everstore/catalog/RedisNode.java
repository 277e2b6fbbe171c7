package io.everstore.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import org.awaitility.Awaitility;
import redis.embedded.RedisSentinel;
import redis.embedded.RedisServer;

/** A Redis primary and the Sentinel that knows it; the primary can be killed and frozen. */
final class RedisNode {

    private final int port;
    private final int sentinelPort;
    private RedisServer server;

    private RedisNode(int port, int sentinelPort) throws IOException {
        this.port = port;
        this.sentinelPort = sentinelPort;
        this.server = server(port);
    }

    static RedisNode started() {
        try {
            RedisNode node = new RedisNode(freePort(), freePort());
            node.server.start();
            RedisSentinel.builder()
                    .bind("127.0.0.1")
                    .port(node.sentinelPort)
                    .masterName("everstore")
                    .masterPort(node.port)
                    .quorumSize(1)
                    .downAfterMilliseconds(1_000L)
                    .build()
                    .start();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int sentinelPort() {
        return sentinelPort;
    }

    /** Kills the primary as a crash would. */
    void kill() throws IOException {
        ProcessHandle process = process();
        process.destroyForcibly();
        process.onExit().join();
        server.stop();
    }

    /** Starts it again, empty. */
    void startAgain() throws IOException {
        server = server(port);
        server.start();
    }

    /** Stops the process, not the kernel: connections stay open and nothing answers. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process().pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private ProcessHandle process() {
        return Awaitility.await()
                .until(
                        () ->
                                ProcessHandle.current()
                                        .children()
                                        .filter(this::isTheServer)
                                        .findFirst()
                                        .orElse(null),
                        handle -> handle != null);
    }

    private boolean isTheServer(ProcessHandle child) {
        // redis-server renames itself to "redis-server 127.0.0.1:port".
        return child.info().commandLine().orElse("").contains("127.0.0.1:" + port);
    }

    private static RedisServer server(int port) throws IOException {
        return RedisServer.builder().bind("127.0.0.1").port(port).setting("save \"\"").build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
