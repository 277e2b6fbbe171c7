package io.everstore.catalog.caching;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.TcpUserTimeoutOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.stereotype.Component;

/**
 * The one connection to the Redis primary, found through Sentinel.
 *
 * <p>Nobody ever waits for it to open: without it, commands are refused at once. A lost connection
 * is opened again by Lettuce, which asks the Sentinels each time; one whose peer vanished without a
 * word is given up by the kernel. What neither can notice is a frozen primary, whose own kernel
 * keeps the connection alive; then {@link #renew()} helps.
 */
@Component
class RedisLink implements AutoCloseable {

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisURI address;

    private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;

    RedisLink(RedisSettings settings, SslBundles bundles) {
        this.resources =
                ClientResources.builder()
                        .ioThreadPoolSize(2)
                        .computationThreadPoolSize(2)
                        .reconnectDelay(reconnectDelay(settings))
                        .build();
        this.client = RedisClient.create(resources);
        this.client.setOptions(
                ClientOptions.builder()
                        .autoReconnect(true)
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        // Enough for every request in flight; more would only wait and be stale.
                        .requestQueueSize(1_000)
                        .socketOptions(socketOptions(settings))
                        .sslOptions(sslOptions(settings, bundles))
                        .timeoutOptions(TimeoutOptions.enabled(settings.timeout()))
                        .build());
        this.address = address(settings);
        open();
    }

    private static Delay reconnectDelay(RedisSettings settings) {
        return Delay.equalJitter(
                settings.reconnectDelay().dividedBy(2),
                settings.longestReconnectDelay(),
                settings.reconnectDelay().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static SocketOptions socketOptions(RedisSettings settings) {
        return SocketOptions.builder()
                .connectTimeout(settings.connectTimeout())
                // Without Linux' own sockets, Lettuce leaves this out.
                .tcpUserTimeout(
                        TcpUserTimeoutOptions.builder()
                                .enable()
                                .tcpUserTimeout(settings.userTimeout())
                                .build())
                .build();
    }

    private static SslOptions sslOptions(RedisSettings settings, SslBundles bundles) {
        String bundle = settings.sslBundle();
        if (bundle == null) {
            return SslOptions.create();
        }
        SslManagerBundle managers = bundles.getBundle(bundle).getManagers();
        return SslOptions.builder()
                .jdkSslProvider()
                .keyManager(managers.getKeyManagerFactory())
                .trustManager(managers.getTrustManagerFactory())
                .build();
    }

    private static RedisURI address(RedisSettings settings) {
        RedisURI.Builder uri =
                RedisURI.builder()
                        .withSentinelMasterId(settings.master())
                        .withTimeout(settings.connectTimeout());
        for (String sentinel : settings.sentinels()) {
            int colon = sentinel.lastIndexOf(':');
            uri.withSentinel(
                    sentinel.substring(0, colon), Integer.parseInt(sentinel.substring(colon + 1)));
        }
        // After the Sentinels, for they are asked in the same way.
        return uri.withSsl(settings.sslBundle() != null).withVerifyPeer(SslVerifyMode.FULL).build();
    }

    /** The commands of the open connection, or nothing while there is none. */
    synchronized @Nullable RedisAsyncCommands<String, String> commands() {
        CompletableFuture<StatefulRedisConnection<String, String>> current = connection;
        if (current == null || current.isCompletedExceptionally()) {
            open();
            return null;
        }
        return current.isDone() ? current.join().async() : null;
    }

    /** Drops an open connection and looks for the primary again; lets a pending attempt go on. */
    synchronized void renew() {
        CompletableFuture<StatefulRedisConnection<String, String>> current = connection;
        if (current != null && !current.isDone()) {
            return;
        }
        if (current != null && !current.isCompletedExceptionally()) {
            // Nobody waits: a frozen server does not say goodbye.
            var _ = current.join().closeAsync();
        }
        open();
    }

    private synchronized void open() {
        connection = client.connectAsync(StringCodec.UTF8, address).toCompletableFuture();
    }

    @Override
    public void close() {
        client.shutdown();
        var _ = resources.shutdown();
    }
}
