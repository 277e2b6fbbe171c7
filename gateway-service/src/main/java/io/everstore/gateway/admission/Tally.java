package io.everstore.gateway.admission;

/**
 * The requests of one customer or address: a sliding window made of two periods, of which the older
 * one counts for the part that has not slid out yet. Counted here at once, and elsewhere as far as
 * one has heard; so nobody waits for anybody, and when the gateways do not hear of each other, each
 * counts for itself.
 */
final class Tally {

    private final int limit;
    private final long periodMillis;

    private long period;
    private long last;
    private long shared;
    private long own;

    /**
     * Nothing counted yet.
     *
     * @param limit requests in a period
     */
    Tally(int limit, long periodMillis) {
        this.limit = limit;
        this.periodMillis = periodMillis;
    }

    /**
     * Whether one more is within the limit; then it is counted.
     *
     * @param now in milliseconds since 1970, as all gateways count the same periods
     */
    synchronized boolean take(long now) {
        slideTo(now / periodMillis);
        double slidOut = (double) (now % periodMillis) / periodMillis;
        if (last * (1 - slidOut) + shared + own + 1 > limit) {
            return false;
        }
        own++;
        return true;
    }

    /** How long whoever was refused has to wait at most, in milliseconds. */
    long waitMillis(long now) {
        return periodMillis - now % periodMillis;
    }

    /**
     * What the others have not heard of; zero if it is so little that they need not.
     *
     * @return what was counted here since; {@link #shared} or {@link #notShared} has to follow
     */
    synchronized Share share() {
        boolean matters = (last + shared + own) * 4 >= limit;
        var share = new Share(period, matters ? own : 0);
        if (matters) {
            shared += own;
            own = 0;
        }
        return share;
    }

    /** The others have heard: so many there are in all. */
    synchronized void shared(Share share, long total) {
        if (share.period == period) {
            shared = Math.max(shared, total);
        } else if (share.period == period - 1) {
            last = Math.max(last, total);
        }
    }

    /** The others have not heard, so it is told them again. */
    synchronized void notShared(Share share) {
        if (share.period == period) {
            shared -= share.requests;
            own += share.requests;
        }
    }

    private void slideTo(long now) {
        if (now != period) {
            last = now == period + 1 ? shared + own : 0;
            shared = 0;
            own = 0;
            period = now;
        }
    }

    /**
     * A number of requests.
     *
     * @param period since 1970
     */
    record Share(long period, long requests) {}
}
