package io.everstore.local.control;

/**
 * How far the launcher is.
 *
 * @param name starting, ready, failed or stopping
 * @param detail for people: why it failed; otherwise empty
 */
public record Phase(String name, String detail) {

    public static final Phase STARTING = new Phase("starting", "");
    public static final Phase READY = new Phase("ready", "");
    public static final Phase STOPPING = new Phase("stopping", "");

    public static Phase failed(String why) {
        return new Phase("failed", why);
    }

    public boolean isStarting() {
        return equals(STARTING);
    }

    public boolean isReady() {
        return equals(READY);
    }
}
