package io.everstore.local.node;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells a process that hangs from one that does not get a processor. Both are silent, but killing a
 * starved one makes it worse: its successor starts on the same busy machine. So silence counts as a
 * hang when the limit is over and the threads of the process were not kept waiting for a processor
 * meanwhile. However starved, a process that is silent for {@value #MOST} limits is killed: it
 * might spin.
 */
final class HangDetector {

    /** Of the limit. Smaller kills the starved, larger leaves the spinning unused for longer. */
    static final int MOST = 4;

    private final Duration limit;
    private final Supplier<Duration> waited;
    private long lastAnswer;
    private Duration waitedBefore;

    /**
     * @param limit of silence
     * @param waited how long the threads of the process have waited for a processor, in all
     * @param nanos a monotonic clock
     */
    HangDetector(Duration limit, Supplier<Duration> waited, long nanos) {
        this.limit = limit;
        this.waited = waited;
        this.lastAnswer = nanos;
        this.waitedBefore = waited.get();
    }

    void answered(long nanos) {
        lastAnswer = nanos;
        waitedBefore = waited.get();
    }

    boolean hangs(long nanos) {
        Duration silent = Duration.ofNanos(nanos - lastAnswer);
        if (silent.compareTo(limit) <= 0) {
            return false;
        }
        return silent.compareTo(limit.multipliedBy(MOST)) > 0 || !isStarved(silent);
    }

    /** For half of the time one thread waited, or several for less. */
    private boolean isStarved(Duration silent) {
        return waited.get().minus(waitedBefore).compareTo(silent.dividedBy(2)) > 0;
    }
}
