package io.everstore.gateway.admission;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;

/**
 * Counts in the Redis primary, found through Sentinel. Nothing waits for a connection: without one,
 * adding fails at once. One on which several commands in a row were not answered is given up, for
 * that is how a frozen primary looks.
 */
final class RedisCounts implements SharedCounts, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final int FAILURES_IN_ROW = 5;

    private final ClientResources resources =
            ClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
    private final RedisClient client = RedisClient.create(resources);
    private final RedisURI address;
    private final AtomicInteger failures = new AtomicInteger();

    private @Nullable CompletableFuture<StatefulRedisConnection<String, String>> connection;

    RedisCounts(RateLimitSettings settings, SslBundles bundles) {
        String bundle = settings.sslBundle();
        client.setOptions(
                ClientOptions.builder()
                        .sslOptions(
                                bundle == null
                                        ? SslOptions.create()
                                        : sslOptions(bundles.getBundle(bundle).getManagers()))
                        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                        .requestQueueSize(5_000)
                        .socketOptions(SocketOptions.builder().connectTimeout(PATIENCE).build())
                        .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
                        .build());
        RedisURI.Builder uri =
                RedisURI.builder().withSentinelMasterId(settings.master()).withTimeout(PATIENCE);
        for (String sentinel : settings.sentinels()) {
            int colon = sentinel.lastIndexOf(':');
            uri.withSentinel(
                    sentinel.substring(0, colon), Integer.parseInt(sentinel.substring(colon + 1)));
        }
        // After the Sentinels, for they are asked in the same way.
        this.address = uri.withSsl(bundle != null).withVerifyPeer(SslVerifyMode.FULL).build();
    }

    private static SslOptions sslOptions(SslManagerBundle managers) {
        return SslOptions.builder()
                .jdkSslProvider()
                .keyManager(managers.getKeyManagerFactory())
                .trustManager(managers.getTrustManagerFactory())
                .build();
    }

    @Override
    public CompletionStage<Long> add(String who, Tally.Share share, Duration keep) {
        StatefulRedisConnection<String, String> open = open();
        if (open == null) {
            return CompletableFuture.failedStage(new IllegalStateException("no connection"));
        }
        String key = "everstore:rate:" + who + ":" + share.period();
        CompletionStage<Long> total = open.async().incrby(key, share.requests());
        // If this one is lost the key stays; it is small, and Redis evicts when it is full.
        var _ = open.async().pexpire(key, keep);
        return total.whenComplete((_, failure) -> judge(open, failure));
    }

    private void judge(StatefulRedisConnection<String, String> used, @Nullable Throwable failure) {
        if (failure == null) {
            failures.set(0);
        } else if (failures.incrementAndGet() >= FAILURES_IN_ROW) {
            giveUp(used);
        }
    }

    private synchronized void giveUp(StatefulRedisConnection<String, String> used) {
        boolean isPresent =
                connection != null
                        && connection.isDone()
                        && !connection.isCompletedExceptionally()
                        && connection.join() == used;
        if (isPresent) {
            connection = null;
            failures.set(0);
            var _ = used.closeAsync();
        }
    }

    /** The open connection; null while there is none, which is then looked for. */
    private synchronized @Nullable StatefulRedisConnection<String, String> open() {
        if (connection == null || connection.isCompletedExceptionally()) {
            connection = client.connectAsync(StringCodec.UTF8, address).toCompletableFuture();
        }
        return connection.isDone() && !connection.isCompletedExceptionally()
                ? connection.join()
                : null;
    }

    @Override
    public void close() {
        client.shutdown();
        var _ = resources.shutdown();
    }
}
