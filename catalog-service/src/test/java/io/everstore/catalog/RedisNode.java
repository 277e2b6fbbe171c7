package io.everstore.catalog;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;
import redis.embedded.RedisSentinel;

/**
 * A Redis primary and the Sentinel that knows it, and perhaps a replica; the primary can be killed
 * and frozen.
 */
final class RedisNode {

    private final int port;
    private final int sentinelPort;
    private Process server;
    private @Nullable Process replica;

    private RedisNode(int port, int sentinelPort) throws IOException {
        this.port = port;
        this.sentinelPort = sentinelPort;
        this.server = server(port);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    static RedisNode started() {
        try {
            RedisNode node = new RedisNode(freePort(), freePort());
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

    /** Starts a replica, which the Sentinel makes the primary when this one does not answer. */
    RedisNode withReplica() throws IOException {
        replica = server(freePort(), "--replicaof", "127.0.0.1 " + port);
        return this;
    }

    int sentinelPort() {
        return sentinelPort;
    }

    /** Ends primary and replica, also when frozen; the Sentinel ends with the JVM. */
    void stop() {
        server.destroyForcibly();
        if (replica != null) {
            replica.destroyForcibly();
        }
    }

    /** Kills the primary as a crash would. */
    void kill() throws InterruptedException {
        server.destroyForcibly().waitFor();
    }

    /** Starts it again, empty. */
    void startAgain() throws IOException {
        server = server(port);
    }

    /** Stops the process, not the kernel: connections stay open and nothing answers. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    /** How long a key has to live. */
    Duration lifeOf(String key) {
        return Duration.ofMillis(ask(redis -> redis.pttl(key)));
    }

    /** Asks the primary itself, as an operator would with redis-cli. */
    <T> T ask(Function<RedisCommands<String, String>, T> command) {
        try (var client = RedisClient.create(RedisURI.create("127.0.0.1", port));
                var connection = client.connect()) {
            return command.apply(connection.sync());
        }
    }

    int replicasKnownToTheSentinel() {
        try (var client = RedisClient.create();
                var connection =
                        client.connectSentinel(RedisURI.create("127.0.0.1", sentinelPort))) {
            return connection.sync().replicas("everstore").size();
        }
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private static Process server(int port, String... options) throws IOException {
        List<String> command =
                List.of(
                        RedisExecProvider.defaultProvider().get().getAbsolutePath(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "");
        return new ProcessBuilder(Stream.concat(command.stream(), Arrays.stream(options)).toList())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
