package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Losing Redis, as a customer sees it: not at all. */
class PageCacheTests extends RunningService {

    private static final String HIT = "everstore-redis; hit";
    private static final String MISS = "everstore-redis; fwd=uri-miss; stored";
    private static final String BYPASS = "everstore-redis; fwd=bypass; detail=unavailable";

    @Autowired private CircuitBreaker redisBreaker;
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
        AtomicInteger timeouts = new AtomicInteger();
        redisBreaker.getEventPublisher().onError(_ -> timeouts.incrementAndGet());
        Surroundings.REDIS.freeze();
        long frozen = System.nanoTime();
        try {
            try (var customers = Executors.newVirtualThreadPerTaskExecutor()) {
                var read = (Callable<Integer>) () -> get("/api/products/" + sku).status();
                assertThat(customers.invokeAll(Collections.nCopies(8, read)))
                        .extracting(Future::get)
                        .containsOnly(200);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(get("/api/products/" + sku).status()).isEqualTo(200);
            }

            // The eight in flight, those until the breaker opens, and then one trial a second.
            long seconds = Duration.ofNanos(System.nanoTime() - frozen).toSeconds();
            assertThat((long) timeouts.get()).isBetween(1L, 8 + 10 + seconds + 1);
        } finally {
            Surroundings.REDIS.thaw();
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
