package io.everstore.local.failover;

/** The supervisor's process got SIGKILL: nothing in it can catch that. */
final class SupervisorKilled extends Error {
    private static final long serialVersionUID = 1;

    SupervisorKilled() {
        super("killed", null, false, false);
    }
}
