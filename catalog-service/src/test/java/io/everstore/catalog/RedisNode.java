package io.everstore.catalog;

import io.everstore.servers.FreePort;
import io.everstore.servers.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Redis primary and the Sentinel that knows it, and perhaps a replica; the primary can be killed
 * and frozen.
 */
final class RedisNode {

    private final int port;
    private final int sentinelPort;
    private final RedisServer sentinel;
    private RedisServer server;
    private @Nullable RedisServer replica;

    private RedisNode(int port, int sentinelPort) {
        this.port = port;
        this.sentinelPort = sentinelPort;
        this.server = RedisServer.start(port);
        this.sentinel = RedisServer.sentinel(sentinelPort, port);
    }

    static RedisNode started() {
        return new RedisNode(FreePort.find(), FreePort.find());
    }

    /** Starts a replica, which the Sentinel makes the primary when this one does not answer. */
    RedisNode withReplica() {
        replica = RedisServer.start(FreePort.find(), "--replicaof", "127.0.0.1 " + port);
        return this;
    }

    int sentinelPort() {
        return sentinelPort;
    }

    /** Ends all of them, also when frozen. */
    void stop() {
        sentinel.kill();
        server.kill();
        if (replica != null) {
            replica.kill();
        }
    }

    /** Kills the primary as a crash would. */
    void kill() {
        server.kill();
    }

    /** Starts it again, empty. */
    void startAgain() {
        server = RedisServer.start(port);
    }

    /** Stops the process, not the kernel: connections stay open and nothing answers. */
    void freeze() {
        server.freeze();
    }

    void thaw() {
        server.thaw();
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
}
