package io.everstore.local.failover;

/**
 * What the supervisor can do to one PostgreSQL server. Every call is bounded in time. A server is
 * configured once and for all to acknowledge a commit only when any one of the <em>other</em>
 * servers has it on disk ({@code synchronous_standby_names = 'ANY 1 (others)'}), so a primary
 * without a standby acknowledges nothing.
 */
interface DatabaseServer {

    String name();

    /** Whether its process exists (it may still be frozen). */
    boolean isRunning();

    /**
     * Kills every process of the server and returns when none is left: it cannot write any more.
     */
    void fence();

    /** Whether its data is that of a standby; false for a former primary or a half-made clone. */
    boolean canFollow();

    /** Replaces its data by a copy of the primary's. Only for a server that may be forgotten. */
    void cloneFrom(DatabaseServer primary) throws ServerFailure;

    /** Starts it as a standby of the primary and waits until it accepts connections. */
    void startFollowing(String primary) throws ServerFailure;

    /**
     * Starts it with nobody to follow: as a primary, or, where it never was one, to be promoted.
     */
    void startAlone() throws ServerFailure;

    /** Points a running standby at another primary. */
    void follow(String primary) throws ServerFailure;

    boolean isInRecovery() throws ServerFailure;

    /**
     * How much of the log a standby has, for good: read once nothing streams into it any more and,
     * after a restart, once it has read its own log to the end.
     */
    Lsn received() throws ServerFailure;

    /** Ends recovery: from here on it is writable. Returns when it is. */
    void promote() throws ServerFailure;

    /** Asks a primary. */
    Replication replication() throws ServerFailure;
}
