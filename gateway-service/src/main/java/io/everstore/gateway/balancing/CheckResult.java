package io.everstore.gateway.balancing;

/** What a health check of an instance found. */
enum CheckResult {
    /** It answered 200: it wants requests. */
    READY,
    /**
     * It answered something else: it says itself that it wants none, for example because it is
     * stopping.
     */
    NOT_READY,
    /** Nobody listens there. */
    REFUSED,
    /** No answer in time: it hangs, or it or we are very busy. */
    MISSED
}
