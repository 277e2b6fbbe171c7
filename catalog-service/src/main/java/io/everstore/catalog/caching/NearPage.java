package io.everstore.catalog.caching;

/**
 * A page in this process.
 *
 * <p>CURRENT transitions to: OUTDATED when it is evicted; LAST_RESORT when nothing newer could be
 * had. OUTDATED transitions to: LAST_RESORT when nothing newer could be had. All of them give way
 * to a page that was loaded.
 *
 * @param checkedAt when it was last held to be what Redis or the database has, in milliseconds
 *     since 1970
 */
record NearPage(Page page, long checkedAt, State state) {

    enum State {
        CURRENT,
        OUTDATED,
        LAST_RESORT
    }

    boolean isFresh(long now, long fresh) {
        return state != State.OUTDATED && now - checkedAt < fresh;
    }

    boolean isStale() {
        return state != State.CURRENT;
    }

    NearPage outdated() {
        return new NearPage(page, checkedAt, State.OUTDATED);
    }

    NearPage lastResort(long now) {
        return new NearPage(page, now, State.LAST_RESORT);
    }
}
