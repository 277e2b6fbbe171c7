package io.everstore.catalog.caching;

import io.everstore.catalog.replica.Source;
import java.util.Locale;

/**
 * A page and where it was found.
 *
 * @param stale nothing newer could be had
 */
record Fetched(Page page, From from, boolean stale) {

    /** Where pages come from, nearest first. */
    enum From {
        NEAR("everstore-near; hit"),
        REDIS("everstore-redis; hit"),
        ORIGIN("everstore-redis; fwd=uri-miss; stored; detail=origin"),
        BYPASS("everstore-redis; fwd=bypass; detail=origin"),
        STANDBY("everstore-redis; fwd=uri-miss; stored; detail=standby");

        private final String cacheStatus;

        From(String cacheStatus) {
            this.cacheStatus = cacheStatus;
        }

        static From of(Source source) {
            return source == Source.STANDBY ? STANDBY : ORIGIN;
        }

        /** Value of the header {@code Cache-Status} (RFC 9211). */
        String cacheStatus(boolean stale) {
            return stale ? cacheStatus + "; detail=stale" : cacheStatus;
        }

        /** As metrics are tagged. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
