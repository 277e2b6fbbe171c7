package io.everstore.catalog.caching;

import io.everstore.catalog.caching.Fetched.From;
import io.everstore.catalog.replica.Origin;
import io.everstore.catalog.replica.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.util.DigestUtils;
import tools.jackson.databind.json.JsonMapper;

/** Loads pages that this process does not have: from Redis, else from the database. */
@Component
class PageLoader implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PageLoader.class);

    private final RedisPages redis;
    private final Origin origin;
    private final Versions versions;
    private final PageCacheSettings settings;
    private final Lifetimes lifetimes;
    private final JsonMapper json;
    private final Clock clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    PageLoader(
            RedisPages redis,
            Origin origin,
            Versions versions,
            PageCacheSettings settings,
            Lifetimes lifetimes,
            JsonMapper json,
            Clock clock) {
        this.redis = redis;
        this.origin = origin;
        this.versions = versions;
        this.settings = settings;
        this.lifetimes = lifetimes;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The page from Redis or, if that is older than allowed, from the database.
     *
     * @param held what this process has: an older page in Redis has missed a change
     * @throws DataAccessException if the database is away and Redis has nothing better
     * @throws TransactionException likewise
     */
    Fetched load(PageKey key, Supplier<Content> query, @Nullable Page held) {
        return switch (redis.get(key)) {
            case CacheAnswer.Hit hit -> judge(key, query, held, hit);
            case CacheAnswer.Miss(long generation) -> first(key, query, generation);
            case CacheAnswer.Unavailable() -> new Fetched(read(key, query, 0), From.BYPASS, false);
        };
    }

    private Fetched judge(
            PageKey key, Supplier<Content> query, @Nullable Page held, CacheAnswer.Hit hit) {
        Page page = hit.page();
        boolean missedAChange = held != null && page.loadedAt() < held.loadedAt();
        boolean current =
                !missedAChange
                        && hit.isOfThisGeneration()
                        && !versions.knowNewer(key, page.version());
        long now = clock.millis();
        if (current && page.isFresh(now)) {
            return new Fetched(page, From.REDIS, false);
        }
        if (current && page.isJustPast(now, lifetimes.grace(key, page).toMillis())) {
            threads.execute(() -> readAgain(key, query, hit.generation()));
            return new Fetched(page, From.REDIS, false);
        }
        try {
            return readAndKeep(key, query, hit.generation());
        } catch (DataAccessException | TransactionException e) {
            if (missedAChange) {
                throw e;
            }
            return new Fetched(page, From.REDIS, true);
        }
    }

    /** If another instance is reading it, its page is soon there. */
    private Fetched first(PageKey key, Supplier<Content> query, long generation) {
        if (!redis.lease(key)) {
            LockSupport.parkNanos(settings.leasePause().toNanos());
            if (redis.get(key) instanceof CacheAnswer.Hit hit
                    && hit.isOfThisGeneration()
                    && hit.page().isFresh(clock.millis())) {
                return new Fetched(hit.page(), From.REDIS, false);
            }
        }
        return readAndKeep(key, query, generation);
    }

    /** Beside the answer that has been given; if it fails, one of the next answers tries again. */
    private void readAgain(PageKey key, Supplier<Content> query, long generation) {
        try {
            if (redis.lease(key)) {
                readAndKeep(key, query, generation);
            }
        } catch (RuntimeException e) {
            log.debug("{} is not read again for now", key, e);
        }
    }

    private Fetched readAndKeep(PageKey key, Supplier<Content> query, long generation) {
        Page page = read(key, query, generation);
        redis.put(key, page, lifetimes.kept());
        return new Fetched(page, From.of(page.source()), false);
    }

    private Page read(PageKey key, Supplier<Content> query, long generation) {
        long began = clock.millis();
        Reading<Content> reading = origin.read(query);
        Content content = reading.found();
        String body = content.body() == null ? "" : json.writeValueAsString(content.body());
        Page page =
                new Page(
                        body,
                        content.tag() == null ? tag(body) : content.tag(),
                        content.version(),
                        generation,
                        began,
                        0,
                        reading.source());
        return page.freshUntil(lifetimes.freshUntil(key, page));
    }

    private static String tag(String body) {
        return '"' + DigestUtils.md5DigestAsHex(body.getBytes(StandardCharsets.UTF_8)) + '"';
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
