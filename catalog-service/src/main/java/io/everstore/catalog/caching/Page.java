package io.everstore.catalog.caching;

import io.everstore.catalog.replica.Source;

/**
 * A page as it is kept.
 *
 * @param json empty: there is no such thing
 * @param tag entity tag, in quotes
 * @param version of what it shows; 0 if that has none
 * @param generation of its kind when it was read; all pages of an earlier one are out of date
 * @param loadedAt when its reading began, in milliseconds since 1970
 * @param freshUntil from when on it is read again, in milliseconds since 1970; 0: it is known to be
 *     out of date, and shown only if nothing newer can be had
 * @param source which database it was read from
 */
record Page(
        String json,
        String tag,
        long version,
        long generation,
        long loadedAt,
        long freshUntil,
        Source source) {

    boolean exists() {
        return !json.isEmpty();
    }

    Page freshUntil(long time) {
        return new Page(json, tag, version, generation, loadedAt, time, source);
    }

    /** Whether it may take the place of another page of its name. */
    boolean mayReplace(Page other) {
        return version == 0 || version >= other.version;
    }

    boolean isFresh(long now) {
        return now < freshUntil;
    }

    /** Past its time, but not known to be out of date, and not for long. */
    boolean isJustPast(long now, long grace) {
        return freshUntil > 0 && now < freshUntil + grace;
    }
}
