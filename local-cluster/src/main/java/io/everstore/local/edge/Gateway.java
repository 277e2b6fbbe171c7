package io.everstore.local.edge;

import io.everstore.local.topology.NodeSpec;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One gateway as the edge sees it. It is
 *
 * <ul>
 *   <li>{@code OUT} at first, and after a refused or broken connection or a check with another
 *       answer than 200: nobody is there, or it wants no more requests
 *   <li>{@code LATE} after a check or a request without an answer in time, if nothing else was
 *       answered meanwhile: it may have frozen, or have too much to do
 *   <li>{@code IN} after a good check. An answer to a request only ends being late: a gateway that
 *       is about to stop answers too.
 * </ul>
 */
final class Gateway {

    /** See the class. */
    enum State {
        IN,
        LATE,
        OUT
    }

    private final NodeSpec spec;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile State state = State.OUT;
    private volatile long lastAnswer = System.nanoTime();

    Gateway(NodeSpec spec) {
        this.spec = spec;
    }

    NodeSpec spec() {
        return spec;
    }

    State state() {
        return state;
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Counts a request as under way until it is closed. */
    InFlight begin() {
        inFlight.incrementAndGet();
        return inFlight::decrementAndGet;
    }

    /** Closed when the request has its answer, or none. */
    interface InFlight extends AutoCloseable {
        @Override
        void close();
    }

    /** A check went well. */
    void ready() {
        state = State.IN;
    }

    /** It answered a request, whatever it said. */
    void answered() {
        lastAnswer = System.nanoTime();
        if (state == State.LATE) {
            state = State.IN;
        }
    }

    /** Nobody is there, or it says that it wants no more. */
    void gone() {
        state = State.OUT;
    }

    /**
     * It did not answer in time. That is no evidence if it answered something else meanwhile: then
     * it is slow, and so would the other one be with the work of both.
     *
     * @param since {@link System#nanoTime} when it was asked
     * @return whether it counts
     */
    boolean late(long since) {
        if (lastAnswer - since > 0) {
            return false;
        }
        if (state == State.IN) {
            state = State.LATE;
        }
        return true;
    }
}
