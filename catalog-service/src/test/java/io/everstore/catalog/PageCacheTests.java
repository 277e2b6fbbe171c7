package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Losing Redis, as a customer sees it: not at all. */
class PageCacheTests extends RunningService {

    private static final String HIT = "everstore-redis; hit";
    private static final String MISS = "everstore-redis; fwd=uri-miss; stored";
    private static final String BYPASS = "everstore-redis; fwd=bypass; detail=unavailable";

    private String sku = "";

    @BeforeEach
    void redisIsThere() {
        sku = product("Lantern", "Lamps", "2.50", 5);
        awaitCaching();
    }

    @AfterEach
    void redisIsBack() {
        awaitCaching();
    }

    @Test
    void keepsAPageForHalfAMinuteToAMinute() {
        assertThat(cacheStatus()).isEqualTo(MISS);
        assertThat(cacheStatus()).isEqualTo(HIT);

        try (var client = RedisClient.create();
                var redis =
                        client.connect(
                                RedisURI.Builder.sentinel(
                                                "127.0.0.1",
                                                Surroundings.REDIS.sentinelPort(),
                                                "everstore")
                                        .build())) {
            assertThat(redis.sync().pttl("catalog:page:1:" + sku)).isBetween(25_000L, 60_000L);
        }
    }

    @Test
    void answersFromTheCacheExactlyWhatTheDatabaseSaid() {
        String stored = get("/api/products/" + sku).body();

        Answer cached = get("/api/products/" + sku);

        assertThat(cached.header("Cache-Status")).isEqualTo(HIT);
        assertThat(cached.body()).isEqualTo(stored).contains("\"amount\":2.50");
    }

    @Test
    void forgetsAPageAtOnceWhenTheProductOrItsStockChanges() {
        String path = "/api/products/" + sku;
        get(path);
        post(path + "/stock", "{\"delta\":1}");
        assertThat(get(path).number("$.available")).isEqualTo(6);

        put(
                path,
                """
                {"name":"New","description":"","category":"Lamps","price":{"amount":1,"currency":"GBP"}}
                """,
                "If-Match",
                "\"1\"");
        assertThat(get(path).text("$.name")).isEqualTo("New");
    }

    @Test
    void servesFromTheDatabaseWhileRedisIsDead() throws Exception {
        Surroundings.REDIS.kill();
        try {
            for (int i = 0; i < 30; i++) {
                assertThat(get("/api/products/" + sku).status()).isEqualTo(200);
            }
            assertThat(cacheStatus()).isEqualTo(BYPASS);
        } finally {
            Surroundings.REDIS.startAgain();
        }
    }

    @Test
    void losesAFewTimeoutsInAllWhileRedisIsFrozen() throws Exception {
        Surroundings.REDIS.freeze();
        try {
            Callable<Duration> read =
                    () -> {
                        long start = System.nanoTime();
                        assertThat(get("/api/products/" + sku).status()).isEqualTo(200);
                        return Duration.ofNanos(System.nanoTime() - start);
                    };
            List<Duration> durations;
            try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
                durations =
                        customers
                                .invokeAll(IntStream.range(0, 8).mapToObj(_ -> read).toList())
                                .stream()
                                .map(Future::resultNow)
                                .toList();
            }
            assertThat(durations).hasSize(8);

            // The breaker is open: of these, only its trials once a second meet Redis at all.
            List<Duration> later = IntStream.range(0, 100).mapToObj(_ -> unchecked(read)).toList();
            long slow = later.stream().filter(d -> d.toMillis() >= 100).count();
            long seconds = later.stream().mapToLong(Duration::toMillis).sum() / 1000;
            assertThat(slow).isLessThanOrEqualTo(seconds + 3);
        } finally {
            Surroundings.REDIS.thaw();
        }
    }

    private static Duration unchecked(Callable<Duration> read) {
        try {
            return read.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitCaching() {
        String probe = product("Probe", "Lamps", "1.00", 1);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/api/products/" + probe).header("Cache-Status").equals(HIT));
    }

    private String cacheStatus() {
        return get("/api/products/" + sku).header("Cache-Status");
    }
}
