package io.everstore.local.bench;

/**
 * One request.
 *
 * @param planned when it was to be sent, of {@link System#nanoTime}
 * @param micros from then until the answer was complete; no answer counts until it was given up
 * @param status 0 without an answer, {@link #DROPPED} if it was never sent
 * @param kind of request, for example "list" or "re-sent"
 * @param detail for a failed request what was said, otherwise how it was cached
 */
record Sample(
        long planned, long micros, int status, String kind, boolean hasRetryAfter, String detail) {

    static final int DROPPED = -1;

    static Sample of(String kind, long planned, Client.Answer answer) {
        return new Sample(
                planned,
                (System.nanoTime() - planned) / 1000,
                answer.status(),
                kind,
                answer.hasRetryAfter(),
                answer.isOk() ? answer.cacheStatus() : answer.note() + answer.body());
    }

    static Sample dropped(long planned) {
        return new Sample(planned, 0, DROPPED, "dropped", false, "");
    }

    boolean isFailed() {
        return status / 100 != 2;
    }

    boolean isStale() {
        return !isFailed() && detail.contains("stale");
    }

    long answered() {
        return planned + micros * 1000;
    }
}
