package io.everstore.local.topology;

/**
 * One node of the topology.
 *
 * @param name unique, for example {@code pg-1}
 * @param tier what kind of node
 * @param index counts from 1 within the tier
 * @param port TCP port on 127.0.0.1 that clients use
 */
public record NodeSpec(String name, Tier tier, int index, int port) {

    /** Host and port as clients write them. */
    public String address() {
        return "127.0.0.1:" + port;
    }
}
