package io.everstore.catalog.caching;

import io.everstore.catalog.product.Sku;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Product pages in Redis, by SKU.
 *
 * <p>Nothing here fails: a Redis that does not answer is a page that is not cached. Every call is
 * behind a circuit breaker, so a dead or frozen Redis costs a few time-outs and then nothing. An
 * evicted page leaves an empty value for a moment, which keeps readers that are late from bringing
 * the old page back.
 */
@Component
class PageCache {

    private static final Logger log = LoggerFactory.getLogger(PageCache.class);

    /**
     * The number is the format of the value: raise it with every change of {@code ProductDetails}.
     */
    private static final String PREFIX = "catalog:page:1:";

    private static final String EVICTED = "";

    private final RedisLink redis;
    private final CircuitBreaker breaker;
    private final RedisSettings redisSettings;
    private final PageCacheSettings settings;
    private final RandomGenerator random;

    PageCache(
            RedisLink redis,
            CircuitBreaker redisBreaker,
            RedisSettings redisSettings,
            PageCacheSettings settings,
            RandomGenerator random) {
        this.redis = redis;
        this.breaker = redisBreaker;
        this.redisSettings = redisSettings;
        this.settings = settings;
        this.random = random;
    }

    CacheAnswer get(Sku sku) {
        try {
            String page = breaker.executeCallable(() -> await(commands().get(key(sku))));
            return page == null || page.equals(EVICTED)
                    ? new CacheAnswer.Miss()
                    : new CacheAnswer.Hit(page);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new CacheAnswer.Unavailable();
        } catch (Exception _) {
            return new CacheAnswer.Unavailable();
        }
    }

    /** Keeps a page, unless it was evicted a moment ago; does not wait for Redis. */
    void put(Sku sku, String json) {
        long spread = settings.maxTtl().minus(settings.minTtl()).toMillis();
        long ttl = settings.minTtl().toMillis() + random.nextLong(spread + 1);
        send(commands -> commands.set(key(sku), json, SetArgs.Builder.nx().px(ttl)));
    }

    /** Forgets a page; does not wait for Redis, whose commands keep their order on a connection. */
    void evict(Sku sku) {
        long guard = settings.evictionGuard().toMillis();
        send(commands -> commands.psetex(key(sku), guard, EVICTED));
    }

    /** Forgets all pages, as far as Redis answers; the rest expires within the TTL. */
    void evictAll() {
        ScanArgs some = ScanArgs.Builder.limit(500).match(PREFIX + "*");
        try {
            ScanCursor cursor = ScanCursor.INITIAL;
            while (!cursor.isFinished()) {
                ScanCursor from = cursor;
                KeyScanCursor<String> found =
                        breaker.executeCallable(() -> await(commands().scan(from, some)));
                if (!found.getKeys().isEmpty()) {
                    String[] keys = found.getKeys().toArray(String[]::new);
                    breaker.executeCallable(() -> await(commands().unlink(keys)));
                }
                cursor = found;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            log.warn("Product pages could not be evicted; they expire in {}", settings.maxTtl(), e);
        }
    }

    private void send(Function<RedisAsyncCommands<String, String>, CompletionStage<?>> command) {
        try {
            breaker.executeCompletionStage(() -> command.apply(commands()))
                    .exceptionally(
                            e -> {
                                log.debug("Redis did not take a page", e);
                                return null;
                            });
        } catch (CallNotPermittedException | RedisConnectionException e) {
            log.debug("Redis was not asked", e);
        }
    }

    private RedisAsyncCommands<String, String> commands() {
        RedisAsyncCommands<String, String> commands = redis.commands();
        if (commands == null) {
            throw new RedisConnectionException("There is no connection to Redis yet");
        }
        return commands;
    }

    private <T> T await(CompletionStage<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.toCompletableFuture()
                .get(redisSettings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String key(Sku sku) {
        return PREFIX + sku.value();
    }
}
