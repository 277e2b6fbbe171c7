package io.everstore.local.cli;

/**
 * How far the launcher is.
 *
 * @param name starting, ready, failed or stopping
 * @param detail for people: why it failed; otherwise empty
 */
record Phase(String name, String detail) {

    static final Phase STARTING = new Phase("starting", "");
    static final Phase READY = new Phase("ready", "");
    static final Phase STOPPING = new Phase("stopping", "");

    static Phase failed(String why) {
        return new Phase("failed", why);
    }

    boolean isStarting() {
        return equals(STARTING);
    }

    boolean isReady() {
        return equals(READY);
    }
}
