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
     * Counts what the control thread told it: every fence, start, promotion and change of primary.
     * Whoever decided something before the latest of them decided on old news.
     */
    long orders();

    /**
     * Kills every process of the server and returns when none is left: it cannot write any more,
     * and a start that was decided on before does not happen.
     */
    void fence();

    /**
     * Whether its data is that of a standby that could connect before; false for a former primary,
     * and for a clone, half-made or complete, that was never started.
     */
    boolean canFollow();

    /** Replaces its data by a copy of the primary's. Only for a server that may be forgotten. */
    void cloneFrom(DatabaseServer primary) throws ServerFailure;

    /** Deletes its data. Only for a server that may be forgotten. */
    void discard();

    /**
     * Starts it as a standby of the primary and waits until it accepts connections. Only for one
     * that is admitted, with data that can follow or a complete clone.
     */
    void startFollowing(String primary) throws ServerFailure;

    /**
     * The same on behalf of a repair, which does not count as an order: fails if there were other
     * orders since the repair was given these, does nothing if the server runs.
     */
    void startFollowing(String primary, long orders) throws ServerFailure;

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

    /** Asks a primary; fails for a server that is still in recovery. */
    Replication replication() throws ServerFailure;
}
