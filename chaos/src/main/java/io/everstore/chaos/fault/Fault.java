package io.everstore.chaos.fault;

import java.util.Map;

/**
 * Something that is done to a shop. A target does what its runtime can do, and gives the reason for
 * what it cannot. Faults have no duration: what lasts is ended by a later one ({@link Start},
 * {@link Resume}, {@link Heal}), and in any case when the run is over.
 */
public sealed interface Fault {

    /** A fault of nodes. */
    sealed interface OnNodes extends Fault {
        Nodes nodes();
    }

    /** A fault that any client of the databases or brokers can make, in every runtime. */
    sealed interface ByClient extends Fault {}

    /** SIGKILL: a crash. Whoever supervises the node brings it back. */
    record Kill(Nodes nodes) implements OnNodes {}

    /** SIGKILL, and nobody brings it back: the machine is gone. */
    record Stop(Nodes nodes) implements OnNodes {}

    /** The end of {@link Stop}. */
    record Start(Nodes nodes) implements OnNodes {}

    /** SIGSTOP: connections stay open, and nothing is answered. */
    record Pause(Nodes nodes) implements OnNodes {}

    /** SIGCONT: the end of {@link Pause}. */
    record Resume(Nodes nodes) implements OnNodes {}

    /**
     * Graceful restarts, one after the other as a rolling update does, each waiting until the one
     * before is ready, and in the local runtime and on Kubernetes until it has been for a while. A
     * primary database hands over first, which makes it a switchover.
     */
    record Restart(Nodes nodes) implements OnNodes {}

    /** A rollout of wrong settings: restarts with other environment variables. */
    record Configure(Nodes nodes, Map<String, String> environment) implements OnNodes {}

    /**
     * Another hog on the same machine: the processes get only this share of a core.
     *
     * @param percent 1 to 99
     */
    record Starve(Nodes nodes, int percent) implements OnNodes {}

    /** Cut off from everybody; its processes go on. */
    record Isolate(Nodes nodes) implements OnNodes {}

    /** A session locks a table of a database and does not end: whoever writes to it waits. */
    record Lock(String database, String table) implements ByClient {}

    /** Standbys receive, but do not apply: what is read from them gets older. */
    record PauseReplay(Nodes nodes) implements OnNodes, ByClient {}

    /** A statement of an administrator who knows no better, on the primary. */
    record Execute(String database, String statement) implements ByClient {}

    /** Records that no consumer can read. */
    record Poison(String topic, int count) implements ByClient {}

    /** More customers: arrivals are multiplied. Done by the workload, not by the target. */
    record Surge(double factor) implements Fault {}

    /** Something is wrong with a link. */
    record Disturb(Link link, Disturbance how) implements Fault {}

    /**
     * Ends all {@link Disturb}, {@link Isolate}, {@link Starve}, {@link Lock}, {@link PauseReplay},
     * {@link Surge}.
     */
    record Heal() implements Fault {}

    /** No space is left for the database's log. */
    record FillDisk(Nodes nodes) implements OnNodes {}

    /** The clock of a node is wrong. */
    record SkewClock(Nodes nodes) implements OnNodes {}

    /** A certificate expires. */
    record ExpireCertificate(Nodes nodes) implements OnNodes {}
}
