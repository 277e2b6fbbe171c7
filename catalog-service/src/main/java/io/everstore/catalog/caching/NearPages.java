package io.everstore.catalog.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.everstore.catalog.caching.NearPage.State;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The pages in this process, and those it is loading: each at most once at a time, however many
 * want it. A page whose loading began before it was evicted is handed to those who asked before the
 * eviction, and not kept.
 */
@Component
class NearPages implements AutoCloseable {

    /** The objects around a page's text, in bytes; roughly. */
    private static final int OVERHEAD = 250;

    private final Cache<PageKey, NearPage> pages;
    private final ConcurrentMap<PageKey, CompletableFuture<Fetched>> loading =
            new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Versions versions;
    private final CacheMetrics metrics;
    private final Clock clock;

    NearPages(PageCacheSettings settings, Versions versions, CacheMetrics metrics, Clock clock) {
        this.versions = versions;
        this.metrics = metrics;
        this.clock = clock;
        this.pages =
                Caffeine.newBuilder()
                        .maximumWeight(settings.nearSize().toBytes())
                        .<PageKey, NearPage>weigher((key, held) -> weight(key, held.page()))
                        .expireAfterWrite(settings.keep())
                        .build();
    }

    private static int weight(PageKey key, Page page) {
        return OVERHEAD + key.id().length() + page.json().length();
    }

    @Nullable NearPage get(PageKey key) {
        return pages.getIfPresent(key);
    }

    /** The page that is being loaded, by this call or by an earlier one. */
    CompletableFuture<Fetched> load(PageKey key, Supplier<Fetched> loader) {
        var mine = new CompletableFuture<Fetched>();
        CompletableFuture<Fetched> running = loading.putIfAbsent(key, mine);
        if (running != null) {
            metrics.coalesced();
            return running;
        }
        threads.execute(
                () -> {
                    try {
                        Fetched fetched = loader.get();
                        keep(key, fetched, mine);
                        mine.complete(fetched);
                    } catch (RuntimeException | Error e) {
                        loading.remove(key, mine);
                        mine.completeExceptionally(e);
                    }
                });
        return mine;
    }

    private void keep(PageKey key, Fetched fetched, CompletableFuture<Fetched> mine) {
        pages.asMap()
                .compute(
                        key,
                        (_, held) -> {
                            boolean evictedMeanwhile = !loading.remove(key, mine);
                            Page page = fetched.page();
                            return evictedMeanwhile
                                            || (held != null && !page.mayReplace(held.page()))
                                    ? held
                                    : new NearPage(page, clock.millis(), state(key, fetched));
                        });
    }

    private State state(PageKey key, Fetched fetched) {
        if (fetched.stale()) {
            return State.LAST_RESORT;
        }
        return versions.knowNewer(key, fetched.page().version()) ? State.OUTDATED : State.CURRENT;
    }

    /** Shows the page it has for a moment longer, for nothing newer can be had. */
    void makeDo(PageKey key) {
        pages.asMap().computeIfPresent(key, (_, held) -> held.lastResort(clock.millis()));
    }

    /** From now on this page is only a last resort. */
    void evict(PageKey key) {
        pages.asMap()
                .compute(
                        key,
                        (_, held) -> {
                            loading.remove(key);
                            return held == null ? null : held.outdated();
                        });
    }

    /** From now on all pages of a kind are only a last resort. */
    void evictAll(PageKind kind) {
        loading.keySet().removeIf(key -> key.kind() == kind);
        pages.asMap().keySet().stream().filter(key -> key.kind() == kind).forEach(this::evict);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
