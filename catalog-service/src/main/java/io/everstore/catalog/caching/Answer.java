package io.everstore.catalog.caching;

import java.time.Duration;

/** What the caches and the database together came up with. */
public sealed interface Answer {

    /**
     * A page.
     *
     * @param json its body; empty: there is no such thing
     * @param tag its entity tag, in quotes
     * @param age how long ago it was read from the database
     * @param stale nothing newer can be had at the moment
     * @param cacheStatus value for the header {@code Cache-Status} (RFC 9211)
     */
    record Served(String json, String tag, Duration age, boolean stale, String cacheStatus)
            implements Answer {

        public boolean exists() {
            return !json.isEmpty();
        }
    }

    /**
     * The database is away, and no cache has the page; that says nothing about whether it exists.
     *
     * @param reason what the database said; thrown, it becomes a 503
     */
    record Unavailable(RuntimeException reason) implements Answer {}
}
