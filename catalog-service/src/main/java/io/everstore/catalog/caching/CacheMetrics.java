package io.everstore.catalog.caching;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Counts where pages come from: {@code catalog.pages} by kind, source ({@code near}, {@code redis},
 * {@code origin}, {@code bypass}, {@code standby}; {@code none} if there was no page at all) and
 * whether they were stale; {@code catalog.pages.coalesced}, the requests that joined the loading of
 * another.
 */
@Component
class CacheMetrics {

    private final MeterRegistry registry;
    private final Counter coalesced;

    CacheMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.coalesced = registry.counter("catalog.pages.coalesced");
    }

    void coalesced() {
        coalesced.increment();
    }

    void served(PageKind kind, Fetched.From from, boolean stale) {
        count(kind, from.label(), stale);
    }

    void unavailable(PageKind kind) {
        count(kind, "none", false);
    }

    private void count(PageKind kind, String source, boolean stale) {
        registry.counter(
                        "catalog.pages",
                        "kind",
                        kind.label(),
                        "source",
                        source,
                        "stale",
                        Boolean.toString(stale))
                .increment();
    }
}
