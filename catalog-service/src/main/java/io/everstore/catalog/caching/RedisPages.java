package io.everstore.catalog.caching;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Pages in Redis, which all instances share.
 *
 * <p>Nothing here fails: a Redis that does not answer is a page that is not cached. Every call is
 * behind a circuit breaker, so a dead or frozen Redis costs a few time-outs and then nothing.
 * Commands keep their order on the connection, so who evicts a page and then asks for it does not
 * get the old one.
 */
@Component
class RedisPages {

    private static final Logger log = LoggerFactory.getLogger(RedisPages.class);

    private final RedisLink redis;
    private final CircuitBreaker breaker;
    private final RedisSettings redisSettings;
    private final PageCacheSettings settings;
    private final PageText text;
    private final Clock clock;

    RedisPages(
            RedisLink redis,
            CircuitBreaker redisBreaker,
            RedisSettings redisSettings,
            PageCacheSettings settings,
            PageText text,
            Clock clock) {
        this.redis = redis;
        this.breaker = redisBreaker;
        this.redisSettings = redisSettings;
        this.settings = settings;
        this.text = text;
        this.clock = clock;
    }

    /** One command, whatever the answer. */
    CacheAnswer get(PageKey key) {
        List<KeyValue<String, String>> found =
                await(
                        commands -> commands.mget(name(key, "page"), generation(key.kind())),
                        List.of());
        if (found.isEmpty()) {
            return new CacheAnswer.Unavailable();
        }
        long generation = found.getLast().map(Long::parseLong).getValueOrElse(0L);
        return found.getFirst()
                .optional()
                .flatMap(page -> text.read(key, page))
                .<CacheAnswer>map(page -> new CacheAnswer.Hit(page, generation))
                .orElseGet(() -> new CacheAnswer.Miss(generation));
    }

    /** Keeps a page if it is the newest; does not wait for Redis. */
    void put(PageKey key, Page page, Duration life) {
        send(
                commands ->
                        commands.eval(
                                RedisScripts.PUT,
                                ScriptOutputType.INTEGER,
                                keys(key),
                                text.write(page),
                                Long.toString(page.version()),
                                Long.toString(life.toMillis())));
    }

    /** Marks a page as out of date; does not wait for Redis. */
    void evict(PageKey key) {
        send(
                commands ->
                        commands.eval(
                                RedisScripts.EVICT,
                                ScriptOutputType.INTEGER,
                                keys(key),
                                Long.toString(settings.evictionGuard().toMillis())));
    }

    /** Marks all pages of a kind as out of date, however many; does not wait for Redis. */
    void evictAll(PageKind kind) {
        String now = Long.toString(clock.millis());
        send(commands -> commands.set(generation(kind), now));
    }

    /** Whether this instance should read a page; true as well if Redis cannot tell. */
    boolean lease(PageKey key) {
        SetArgs once = SetArgs.Builder.nx().px(settings.lease().toMillis());
        return await(
                commands ->
                        commands.set(name(key, "lease"), "", once)
                                .thenApply(answer -> answer != null),
                true);
    }

    private void send(Function<RedisAsyncCommands<String, String>, CompletionStage<?>> command) {
        try {
            breaker.executeCompletionStage(() -> command.apply(commands()))
                    .exceptionally(
                            e -> {
                                log.debug("Redis did not take it", e);
                                return null;
                            });
        } catch (CallNotPermittedException | RedisConnectionException e) {
            log.debug("Redis was not asked", e);
        }
    }

    private <T> T await(
            Function<RedisAsyncCommands<String, String>, CompletionStage<T>> command, T otherwise) {
        try {
            return breaker.executeCallable(() -> await(command.apply(commands())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (Exception _) {
            return otherwise;
        }
    }

    private <T> T await(CompletionStage<T> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        return answer.toCompletableFuture()
                .get(redisSettings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private RedisAsyncCommands<String, String> commands() {
        RedisAsyncCommands<String, String> commands = redis.commands();
        if (commands == null) {
            throw new RedisConnectionException("There is no connection to Redis yet");
        }
        return commands;
    }

    private static String[] keys(PageKey key) {
        return new String[] {name(key, "page"), name(key, "guard")};
    }

    private static String name(PageKey key, String what) {
        return key.kind().prefix() + what + ":" + key.id();
    }

    private static String generation(PageKind kind) {
        return kind.prefix() + "generation";
    }
}
