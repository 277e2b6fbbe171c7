package io.everstore.catalog.caching;

import io.everstore.catalog.replica.Source;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/**
 * How long pages are fresh and kept. Each time is made longer by chance, up to twice as long, so
 * that pages that were loaded together are not loaded again together.
 */
@Component
class Lifetimes {

    private final PageCacheSettings settings;
    private final RandomGenerator random;

    Lifetimes(PageCacheSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** From when on a page that was just loaded is read again, in milliseconds since 1970. */
    long freshUntil(PageKey key, Page page) {
        return page.loadedAt() + jittered(fresh(key, page)).toMillis();
    }

    /** How much longer it may be shown while it is read again. */
    Duration grace(PageKey key, Page page) {
        return fresh(key, page).dividedBy(2);
    }

    /** How long it is kept for the day the database is gone. */
    Duration kept() {
        return jittered(settings.keep());
    }

    private Duration fresh(PageKey key, Page page) {
        if (page.source() == Source.STANDBY) {
            return settings.standbyFresh();
        }
        if (!page.exists()) {
            return settings.unknownFresh();
        }
        return switch (key.kind()) {
            case PRODUCT -> settings.productFresh();
            case LIST -> settings.listFresh();
        };
    }

    /** Between once and twice as long. */
    private Duration jittered(Duration least) {
        return least.plusMillis(random.nextLong(least.toMillis() + 1));
    }
}
