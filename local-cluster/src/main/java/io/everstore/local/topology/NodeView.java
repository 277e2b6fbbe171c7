package io.everstore.local.topology;

import org.jspecify.annotations.Nullable;

/**
 * What {@code status} says of one node.
 *
 * @param role primary, standby, replica, leader, follower, active; null while it is not known
 * @param state starting, up, paused, down or restarting
 * @param pid null when there is no process
 * @param rssMiB resident memory of the node's processes, shared pages counted once
 */
public record NodeView(
        String name,
        String tier,
        @Nullable String role,
        String state,
        @Nullable Long pid,
        int port,
        long rssMiB) {

    public static final String STARTING = "starting";
    public static final String UP = "up";
    public static final String PAUSED = "paused";
    public static final String DOWN = "down";
    public static final String RESTARTING = "restarting";

    public boolean isUp() {
        return state.equals(UP);
    }
}
