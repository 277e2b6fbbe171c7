package io.everstore.gateway.balancing;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One instance of a service and what is known of its health. Not thread-safe apart from the count
 * of requests in flight: {@link Instances} guards it, because whether it may be ejected depends on
 * the others.
 *
 * <p>An instance starts in rotation, since a gateway that starts has no reason to refuse requests.
 *
 * <pre>
 * IN_ROTATION transitions to
 *   EJECTED:     after a connection could not be made, or the third failed request in a row,
 *                if at least half of the instances stay in rotation
 *   DOWN:        after a health check was refused or answered something other than 200,
 *                or the second check in a row timed out
 * EJECTED transitions to
 *   IN_ROTATION: when 5 s have passed since the ejection
 *   DOWN:        as above; a check that succeeds does not end an ejection, since an instance
 *                can be ready and still fail its requests
 * DOWN transitions to
 *   IN_ROTATION: after a health check that succeeds
 * </pre>
 *
 * The numbers are those of {@link BalancingSettings}.
 */
final class Instance {

    enum State {
        IN_ROTATION,
        EJECTED,
        DOWN
    }

    private final URI base;
    private final BalancingSettings settings;
    private final AtomicInteger inFlight = new AtomicInteger();

    private State state = State.IN_ROTATION;
    private long ejectedUntil;
    private int faultsInRow;
    private int missedInRow;

    Instance(URI base, BalancingSettings settings) {
        this.base = base;
        this.settings = settings;
    }

    /** Scheme, host and port. */
    URI base() {
        return base;
    }

    int inFlight() {
        return inFlight.get();
    }

    void begin() {
        inFlight.incrementAndGet();
    }

    void end() {
        inFlight.decrementAndGet();
    }

    /**
     * What is known of it at this moment.
     *
     * @param now of a monotonic clock, in nanoseconds
     */
    State state(long now) {
        if (state == State.EJECTED && now - ejectedUntil >= 0) {
            enter(State.IN_ROTATION);
        }
        return state;
    }

    /**
     * Takes note of what became of a request.
     *
     * @param dispensable whether enough others are in rotation to do without this one
     */
    void served(Outcome outcome, boolean dispensable, long now) {
        switch (outcome) {
            case WORKS -> faultsInRow = 0;
            case SAYS_NOTHING -> {}
            case FAILS -> faultsInRow++;
            case IS_AWAY -> faultsInRow = settings.faultsInRow();
        }
        if (faultsInRow >= settings.faultsInRow()
                && dispensable
                && state(now) == State.IN_ROTATION) {
            ejectedUntil = now + settings.ejection().toNanos();
            enter(State.EJECTED);
        }
    }

    /** Takes note of a health check. */
    void checked(CheckResult result, long now) {
        missedInRow = result == CheckResult.MISSED ? missedInRow + 1 : 0;
        switch (result) {
            case READY -> {
                if (state(now) == State.DOWN) {
                    enter(State.IN_ROTATION);
                }
            }
            case NOT_READY, REFUSED -> enter(State.DOWN);
            case MISSED -> {
                if (missedInRow >= settings.missedChecks()) {
                    enter(State.DOWN);
                }
            }
        }
    }

    /** Whoever returns to rotation gets a clean slate; else one more fault would eject it again. */
    private void enter(State next) {
        if (next == State.IN_ROTATION) {
            faultsInRow = 0;
        }
        state = next;
    }

    @Override
    public String toString() {
        return base.getAuthority();
    }
}
