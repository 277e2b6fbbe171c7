package io.everstore.catalog.caching;

import io.everstore.catalog.caching.Fetched.From;
import io.everstore.resilience.Deadline;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Answers with pages: fresh if that can be, stale if the database is away, and coalesced always.
 *
 * <pre>{@code
 * Answer answer =
 *         pages.answer(
 *                 PageKey.ofList("categories"), () -> Content.of(new Categories(stored.categories())));
 * return responses.of(answer);
 * }</pre>
 *
 * <p>The query runs on another thread, without the transaction, the security context or the scoped
 * values of the caller, and perhaps after the caller has its answer; perhaps on a standby. Whatever
 * it throws that is not the failure of a database (a wrong cursor, say) is thrown to the caller and
 * not cached. To fall back to something else, switch over the {@link Answer} instead of handing it
 * to {@link PageResponses}.
 */
@Component
public final class Pages {

    /** Longer than any loading takes; who has a deadline waits no longer than that. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final NearPages near;
    private final RedisPages redis;
    private final PageLoader loader;
    private final Versions versions;
    private final PageCacheSettings settings;
    private final CacheMetrics metrics;
    private final Clock clock;

    Pages(
            NearPages near,
            RedisPages redis,
            PageLoader loader,
            Versions versions,
            PageCacheSettings settings,
            CacheMetrics metrics,
            Clock clock) {
        this.near = near;
        this.redis = redis;
        this.loader = loader;
        this.versions = versions;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * The page of this name, by the query if no cache has it.
     *
     * @throws RuntimeException what the query throws that is no failure of a database
     */
    public Answer answer(PageKey key, Supplier<Content> query) {
        long now = clock.millis();
        long fresh = settings.nearFresh().toMillis();
        NearPage held = near.get(key);
        if (held != null && held.isFresh(now, fresh)) {
            return served(key, new Fetched(held.page(), From.NEAR, held.isStale()));
        }
        CompletableFuture<Fetched> loading =
                near.load(key, () -> loader.load(key, query, held == null ? null : held.page()));
        if (held != null && held.isFresh(now, 2 * fresh) && !held.isStale()) {
            return served(key, new Fetched(held.page(), From.NEAR, false));
        }
        return await(key, loading, held);
    }

    private Answer await(PageKey key, CompletableFuture<Fetched> loading, @Nullable NearPage held) {
        try {
            Duration patience = Deadline.within(LONGEST_WAIT);
            return served(key, loading.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return makeDo(key, held, new QueryTimeoutException("The caller waits no longer", e));
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case DataAccessException away -> makeDo(key, held, away);
                case TransactionException away -> makeDo(key, held, away);
                case RuntimeException answer -> throw answer;
                case null, default -> throw new IllegalStateException(e.getCause());
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unavailable(new QueryTimeoutException("Interrupted", e));
        }
    }

    private Answer makeDo(PageKey key, @Nullable NearPage held, RuntimeException away) {
        if (held == null) {
            metrics.unavailable(key.kind());
            return new Answer.Unavailable(away);
        }
        near.makeDo(key);
        return served(key, new Fetched(held.page(), From.NEAR, true));
    }

    private Answer served(PageKey key, Fetched fetched) {
        metrics.served(key.kind(), fetched.from(), fetched.stale());
        Page page = fetched.page();
        return new Answer.Served(
                page.json(),
                page.tag(),
                Duration.ofMillis(Math.max(0, clock.millis() - page.loadedAt())),
                fetched.stale(),
                fetched.from().cacheStatus(fetched.stale()));
    }

    /**
     * The thing this page shows has changed, and the change is committed: this instance shows the
     * old page no more, the others once they ask Redis.
     */
    public void changed(PageKey key) {
        near.evict(key);
        redis.evict(key);
    }

    /** Anything on pages of this kind may have changed, and the change is committed. */
    public void changed(PageKind kind) {
        near.evictAll(kind);
        redis.evictAll(kind);
    }

    /** Somebody made this version, as one hears: older pages are out of date, here and in Redis. */
    public void heard(PageKey key, long version) {
        versions.heard(key, version);
        NearPage held = near.get(key);
        if (held == null || held.page().version() < version) {
            near.evict(key);
        }
    }
}
