package io.everstore.catalog.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.stereotype.Component;

/**
 * The versions of things that were heard of lately. If the eviction of a page did not get through
 * to Redis, this is how an instance knows the old page there for what it is.
 */
@Component
class Versions {

    /** Some 2 MB. What is forgotten is at worst seen as long as a page in Redis is fresh. */
    private static final int REMEMBERED = 20_000;

    private final Cache<PageKey, Long> newest =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** This version exists. */
    void heard(PageKey key, long version) {
        newest.asMap().merge(key, version, Math::max);
    }

    /** Whether a page of this version is known to be out of date. */
    boolean knowNewer(PageKey key, long version) {
        Long known = newest.getIfPresent(key);
        return known != null && known > version;
    }
}
