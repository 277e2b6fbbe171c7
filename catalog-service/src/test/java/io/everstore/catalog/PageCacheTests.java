package io.everstore.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Losing Redis, as a customer sees it: not at all. */
class PageCacheTests extends RunningService {

    private static final String NEAR = "everstore-near; hit";
    private static final String REDIS = "everstore-redis; hit";
    private static final String ORIGIN = "everstore-redis; fwd=uri-miss; stored; detail=origin";
    private static final String BYPASS = "everstore-redis; fwd=bypass; detail=origin";

    private static OtherInstance other;

    @Autowired private CircuitBreaker redisBreaker;
    @Autowired private MeterRegistry meters;
    private String sku = "";

    @BeforeAll
    static void startAnotherInstance() {
        other = OtherInstance.start();
    }

    @AfterAll
    static void stopIt() {
        other.close();
    }

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
    void asksRedisForWhatItHasNotAndTheDatabaseForWhatRedisHasNot() {
        assertThat(cacheStatus()).isEqualTo(ORIGIN);
        assertThat(cacheStatus()).isEqualTo(NEAR);

        assertThat(other.get("/api/products/" + sku).header("Cache-Status")).isEqualTo(REDIS);
        assertThat(other.get("/api/products/" + sku).header("Cache-Status")).isEqualTo(NEAR);
    }

    @Test
    void answersFromTheCachesExactlyWhatTheDatabaseSaid() {
        String stored = get("/api/products/" + sku).body();
        String held = get("/api/products/" + sku).body();
        String cached = other.get("/api/products/" + sku).body();

        assertThat(List.of(held, cached)).containsOnly(stored);
        assertThat(stored).contains("\"amount\":2.50");
    }

    @Test
    void keepsAPageForTheDayTheDatabaseIsGone() {
        get("/api/products/" + sku);

        long hours = Surroundings.REDIS.lifeOf("catalog:product:2:page:" + sku).toHours();

        assertThat(hours).isBetween(11L, 24L);
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
    void answersThatNothingHasChangedWhileTheEntityTagHolds() {
        String path = "/api/products/" + sku;
        String tag = get(path).header("ETag");

        Answer same = other.get(path, "If-None-Match", tag);

        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.header("ETag")).isEqualTo(tag);
        assertThat(same.header("Cache-Status")).isEqualTo(REDIS);

        post(path + "/stock", "{\"delta\":1}");
        assertThat(get(path, "If-None-Match", tag).status()).isEqualTo(200);
    }

    @Test
    void showsAChangeOnAnotherInstanceThatHoldsThePageForAnHour() {
        try (var lazy = OtherInstance.start("everstore.catalog.page-cache.near-fresh=1h")) {
            String path = "/api/products/" + sku;
            assertThat(lazy.get(path).text("$.name")).isEqualTo("Lantern");
            put(
                    path,
                    """
                    {"name":"New","description":"","category":"Lamps","price":{"amount":1,"currency":"GBP"}}
                    """,
                    "If-Match",
                    "\"1\"");
            long changed = System.nanoTime();

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> lazy.get(path).text("$.name").equals("New"));

            Duration after = Duration.ofNanos(System.nanoTime() - changed);
            System.out.printf("A change is seen elsewhere after %d ms%n", after.toMillis());
        }
    }

    @Test
    void goesOnWhenRedisIsFlushed() {
        String path = "/api/products/" + sku;
        get(path);
        Surroundings.REDIS.ask(redis -> redis.flushall());

        assertThat(get(path).header("Cache-Status")).isEqualTo(NEAR);
        assertThat(other.get(path).header("Cache-Status")).isEqualTo(ORIGIN);
        await().until(
                        () ->
                                Surroundings.REDIS
                                        .lifeOf("catalog:product:2:page:" + sku)
                                        .isPositive());
    }

    @Test
    void showsTheBreakersToThoseWhoWatch() {
        for (String breaker : List.of("redis", "primary", "standby")) {
            assertThat(
                            meters.get("resilience4j.circuitbreaker.state")
                                    .tags("name", breaker, "state", "closed")
                                    .gauge()
                                    .value())
                    .isEqualTo(1);
        }
    }

    @Test
    void servesFromTheDatabaseWhileRedisIsDead() throws Exception {
        Surroundings.REDIS.kill();
        try {
            for (int i = 0; i < 30; i++) {
                String cold = "/api/products/" + product("Cold lantern", "Lamps", "2.50", 5);
                assertThat(get(cold).status()).isEqualTo(200);
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
                var read =
                        (Callable<Integer>)
                                () ->
                                        get("/api/products/" + product("Cold", "Lamps", "1.00", 1))
                                                .status();
                assertThat(customers.invokeAll(Collections.nCopies(8, read)))
                        .extracting(Future::get)
                        .containsOnly(200);
            }
            for (int i = 0; i < 100; i++) {
                String cold = "/api/products/" + product("Cold lantern", "Lamps", "2.50", 5);
                assertThat(get(cold).status()).isEqualTo(200);
            }

            // The eight in flight, those until the breaker opens, and then one trial a second.
            long seconds = Duration.ofNanos(System.nanoTime() - frozen).toSeconds();
            assertThat((long) timeouts.get()).isBetween(1L, 8 + 10 + seconds + 1);
        } finally {
            Surroundings.REDIS.thaw();
        }
    }

    /** Until what is read once is in Redis for all. */
    private void awaitCaching() {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            String probe = "/api/products/" + product("Probe", "Lamps", "1.00", 1);
                            return get(probe).header("Cache-Status").equals(ORIGIN)
                                    && other.get(probe).header("Cache-Status").equals(REDIS);
                        });
    }

    private String cacheStatus() {
        return get("/api/products/" + sku).header("Cache-Status");
    }
}
