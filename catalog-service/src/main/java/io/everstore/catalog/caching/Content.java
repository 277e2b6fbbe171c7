package io.everstore.catalog.caching;

import org.jspecify.annotations.Nullable;

/**
 * What a query found.
 *
 * @param body what the client gets as JSON; null: there is no such thing, which is cached as well
 * @param version grows with each change, and a page never gives way to one of a lower version; 0 if
 *     the thing has none
 * @param tag entity tag, in quotes; null: one is made from the body
 */
public record Content(@Nullable Object body, long version, @Nullable String tag) {

    /** There is nothing of that name. */
    public static Content none() {
        return new Content(null, 0, null);
    }

    /** Something without a version of its own, such as a list. */
    public static Content of(Object body) {
        return new Content(body, 0, null);
    }
}
