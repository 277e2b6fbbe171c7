package io.everstore.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import redis.embedded.RedisExecProvider;
import redis.embedded.RedisSentinel;

/** Two gateways that count in one real Redis, which freezes, dies and comes back. */
class RedisCountsTests {

    private static final SslBundles NO_BUNDLES = new DefaultSslBundleRegistry();
    private static final Duration LONGER_THAN_A_TEST = Duration.ofMinutes(10);
    private static final int LIMIT = 1000;

    private static int port;
    private static int sentinelPort;
    private static Process redis;
    private static RedisSentinel sentinel;

    @BeforeAll
    static void startRedis() throws IOException {
        port = freePort();
        sentinelPort = freePort();
        redis = start();
        sentinel =
                RedisSentinel.builder()
                        .bind("127.0.0.1")
                        .port(sentinelPort)
                        .masterName("everstore")
                        .masterPort(port)
                        .quorumSize(1)
                        .downAfterMilliseconds(60_000L)
                        .build();
        sentinel.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.destroyForcibly();
        sentinel.stop();
    }

    @Test
    void gatewaysCountTogetherAndEachForItselfWithoutRedis() throws Exception {
        try (var countsOfOne = new RedisCounts(settings(), NO_BUNDLES);
                var countsOfOther = new RedisCounts(settings(), NO_BUNDLES)) {
            var one = new RateLimits(settings(), countsOfOne, Clock.systemUTC());
            var other = new RateLimits(settings(), countsOfOther, Clock.systemUTC());

            await().until(() -> isHeardOf("customer:alice", one, other));

            signal("STOP");
            assertCountsForItself("customer:bob", one, other);
            signal("CONT");
            await().until(() -> isHeardOf("customer:carol", one, other));

            redis.destroyForcibly().waitFor();
            assertCountsForItself("customer:dave", one, other);
            redis = start();
            await().until(() -> isHeardOf("customer:erin", one, other));
        }
    }

    /** What comes through one gateway counts at the other one, too. */
    private static boolean isHeardOf(String who, RateLimits one, RateLimits other) {
        take(who, LIMIT / 4, one);
        take(who, LIMIT / 4, other);
        one.exchange();
        other.exchange();
        return other.take(who, LIMIT).isPositive();
    }

    private static void assertCountsForItself(String who, RateLimits one, RateLimits other) {
        long start = System.nanoTime();
        take(who, LIMIT, one);
        assertThat(one.take(who, LIMIT)).as("over the limit here").isPositive();
        assertThat(other.take(who, LIMIT)).as("not heard of there").isZero();
        one.exchange();
        other.exchange();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("nobody waits for Redis")
                .isLessThan(Duration.ofMillis(200));
    }

    private static void take(String who, int requests, RateLimits limits) {
        for (int i = 0; i < requests; i++) {
            limits.take(who, LIMIT);
        }
    }

    private static RateLimitSettings settings() {
        return new RateLimitSettings(
                LONGER_THAN_A_TEST,
                LIMIT,
                LIMIT,
                1000,
                Duration.ofMillis(200),
                List.of("127.0.0.1:" + sentinelPort),
                "everstore",
                null);
    }

    private static Process start() throws IOException {
        return new ProcessBuilder(
                        RedisExecProvider.defaultProvider().get().getAbsolutePath(),
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid())).start().waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
