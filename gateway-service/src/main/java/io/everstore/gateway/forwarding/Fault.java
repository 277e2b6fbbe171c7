package io.everstore.gateway.forwarding;

/**
 * The ways in which an instance can fail to answer. They differ in what the instance may have done.
 */
public enum Fault {
    /** No connection, so nothing was sent and nothing can have happened. */
    UNREACHABLE,
    /**
     * All our connections to it are in use: nothing was sent, and it is not the instance's fault.
     */
    CROWDED,
    /**
     * The connection broke before the answer was complete: the request may have been carried out.
     */
    LOST,
    /** No complete answer in time: the request may have been carried out, or still may be. */
    TIMED_OUT,
    /**
     * The answer is longer than we are willing to hold: no service of the shop means to send such a
     * thing.
     */
    OVERSIZED
}
