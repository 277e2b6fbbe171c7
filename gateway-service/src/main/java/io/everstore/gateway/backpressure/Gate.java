package io.everstore.gateway.backpressure;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.util.concurrent.TimeUnit;

/**
 * In front of what a route leads to: a circuit breaker for a service that fails, and a throttle for
 * one that refuses. They see requests, not tries: what a second try has saved has not failed.
 *
 * <pre>
 * CLOSED    asks; the throttle may hold some back; transitions to
 *   OPEN:      after half of at least 20 requests within 10 s failed
 * OPEN      asks nothing; transitions to
 *   HALF_OPEN: after 2 s
 * HALF_OPEN asks 5 times; transitions to
 *   CLOSED:    when less than half of these failed
 *   OPEN:      otherwise
 * </pre>
 *
 * The numbers are those of {@link BackpressureSettings}.
 */
public final class Gate {

    private final CircuitBreaker breaker;
    private final Throttle throttle;

    Gate(CircuitBreaker breaker, Throttle throttle) {
        this.breaker = breaker;
        this.throttle = throttle;
    }

    /** Whether to ask the service; then {@link #passed} has to follow. */
    public boolean tryPass() {
        if (!breaker.tryAcquirePermission()) {
            return false;
        }
        if (breaker.getState() == State.CLOSED && !throttle.lets()) {
            breaker.releasePermission();
            return false;
        }
        return true;
    }

    /**
     * Takes note of what came of a request.
     *
     * @param nanos that it took
     */
    public void passed(Result result, long nanos) {
        switch (result) {
            case ANSWERED, REFUSED -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
            case FAILED -> breaker.onError(nanos, TimeUnit.NANOSECONDS, new NobodyAnswered());
            case UNKNOWN -> breaker.releasePermission();
        }
        if (result != Result.UNKNOWN) {
            throttle.ended(result == Result.ANSWERED);
        }
    }

    /** What came of a request in the end. */
    public enum Result {
        /** The service did what it is there for, be it with a 200 or a 404. */
        ANSWERED,
        /** The service said itself that it cannot at the moment. */
        REFUSED,
        /** No answer from any instance that was asked, or an unexpected error. */
        FAILED,
        /** It did not get as far as the service, for reasons of our own. */
        UNKNOWN
    }

    /** For the breaker, which counts exceptions; without the cost of a real one. */
    private static final class NobodyAnswered extends RuntimeException {
        NobodyAnswered() {
            super("no answer from any instance", null, false, false);
        }
    }
}
