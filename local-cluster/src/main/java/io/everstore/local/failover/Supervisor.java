package io.everstore.local.failover;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Decides which PostgreSQL server is the primary. One thread calls it; it asks and orders {@link
 * DatabaseServer}s and keeps its decisions in {@link Electors}.
 *
 * <p>What it rests on: a primary acknowledges a commit only when any one of the other two has it on
 * disk. What it guarantees: never two writable servers (it fences before it promotes, and what is
 * not the recorded primary is only ever started as a standby), and no acknowledged commit lost (it
 * promotes only the furthest of the recorded <em>electors</em>, and only when it has heard all of
 * them). The electors are kept true by three rules:
 *
 * <ul>
 *   <li>whoever may acknowledge is an elector <em>before</em> it may connect ({@link #admit});
 *   <li>whoever leaves is fenced first, and leaves the record only when another elector has all of
 *       the log up to that moment; otherwise the record is emptied, which means that nobody may be
 *       promoted ({@link Standbys#lose});
 *   <li>nobody leaves while the primary is silent: its data may turn out to be needed.
 * </ul>
 *
 * <p>States:
 *
 * <pre>
 * DOWN          transitions to: DEGRADED      after start, once the recorded primary is writable
 *                               FAILING_OVER  after start, if it cannot be made so
 * DEGRADED      transitions to: HEALTHY       after both standbys stream and are electors
 *                               FAILING_OVER  after the primary is lost
 * HEALTHY       transitions to: DEGRADED      after a standby is lost or stops streaming
 *                               FAILING_OVER  after the primary is lost
 * FAILING_OVER  transitions to: DEGRADED      after an elector was promoted, or the recorded primary restarted
 *                               BLOCKED       after neither was possible
 * BLOCKED       transitions to: FAILING_OVER  after a while, to try again
 * </pre>
 */
final class Supervisor {

    enum State {
        DOWN,
        DEGRADED,
        HEALTHY,
        FAILING_OVER,
        BLOCKED
    }

    /** What a repair needs to know, all of one moment. */
    record Place(
            String primary, long term, boolean hasPrimary, Membership membership, long orders) {}

    private final Servers servers;
    private final Electors electors;
    private final Standbys standbys;
    private final Hearing hearing;
    private final Consumer<String> events;

    private volatile State state = State.DOWN;

    /**
     * @param pause waits a few milliseconds between two questions to the primary; false to give up
     * @param events gets a sentence for each decision
     */
    Supervisor(
            Map<String, DatabaseServer> servers,
            Records records,
            BooleanSupplier pause,
            Consumer<String> events) {
        this.servers = new Servers(servers);
        this.events = events;
        this.electors = new Electors(records, servers.keySet());
        this.standbys = new Standbys(this.servers, electors, pause, events);
        this.hearing = new Hearing(this.servers, events);
    }

    State state() {
        return state;
    }

    boolean hasPrimary() {
        return state == State.HEALTHY || state == State.DEGRADED;
    }

    ClusterRecord record() {
        return electors.record();
    }

    DatabaseServer primary() {
        return servers.get(record().primary());
    }

    Membership membership(String standby) {
        return electors.membership(standby);
    }

    /** To be read before the primary is asked; see {@link #observe}. */
    long epoch() {
        return electors.epoch();
    }

    Place place(String server) {
        return new Place(
                record().primary(),
                record().term(),
                hasPrimary(),
                membership(server),
                servers.get(server).orders());
    }

    /** Whether a server's data may be deleted. */
    boolean canSpare(String server) {
        return electors.canSpare(server);
    }

    /** Makes the recorded primary writable, or, where it cannot start, fails over. */
    void start() {
        // What an earlier run left behind may still acknowledge.
        servers.all().forEach(DatabaseServer::fence);
        try {
            bringUpPrimary();
            enter(State.DEGRADED, record().primary() + " is primary (" + record() + ")");
        } catch (ServerFailure e) {
            primaryLost("it did not start: " + e.getMessage());
        }
    }

    /** Tries again what left the cluster without a primary. */
    void retry() {
        if (state == State.BLOCKED) {
            hearing.fenceSilentElectors(record());
            primaryLost("still no primary");
        }
    }

    /** The primary's process ended, or it is frozen: fence it and put another in its place. */
    void primaryLost(String why) {
        try {
            failOver(why);
        } catch (RuntimeException e) {
            // It could not be fenced, or the record not be written: nothing is decided.
            enter(State.BLOCKED, "no primary: " + e.getMessage());
        }
    }

    private void failOver(String why) {
        DatabaseServer old = primary();
        enter(State.FAILING_OVER, old.name() + " lost: " + why);
        old.fence();
        events.accept(old.name() + " fenced");
        try {
            promote(hearing.furthest(record()));
        } catch (ServerFailure cannotPromote) {
            events.accept("not promoting: " + cannotPromote.getMessage());
            restartInPlace();
        }
    }

    /**
     * Decides, then acts: the record comes first, so that a supervisor that dies here finishes this
     * promotion when it starts again instead of reviving the old primary beside it.
     */
    private void promote(DatabaseServer best) throws ServerFailure {
        electors.promoted(best.name());
        bringUpPrimary();
        resume(best.name() + " promoted");
    }

    /**
     * Nobody else holds all acknowledged commits for certain, but the recorded primary's disk does.
     */
    private void restartInPlace() {
        try {
            primary().fence(); // it may have been promoted just now, and be half-way
            bringUpPrimary();
            resume(record().primary() + " restarted in place");
        } catch (ServerFailure e) {
            enter(State.BLOCKED, "no primary: " + e.getMessage());
        }
    }

    private void bringUpPrimary() throws ServerFailure {
        DatabaseServer primary = primary();
        if (!primary.isRunning()) {
            primary.startAlone();
        }
        if (primary.isInRecovery()) {
            primary.promote();
        }
    }

    private void resume(String how) {
        standbys.followThePrimary();
        enter(State.DEGRADED, how + " (" + record() + ")");
    }

    /**
     * A standby whose data is fit may connect from now on. It becomes an elector before it can
     * acknowledge anything; while there are no electors at all it becomes one in {@link #observe}.
     *
     * @param term in which its data was found fit; in another one it may not be
     * @return its orders so far, with which it may be started
     */
    long admit(String standby, long term) throws ServerFailure {
        if (!hasPrimary() || record().term() != term || standby.equals(record().primary())) {
            throw new ServerFailure("there is another primary to follow, or none");
        }
        electors.admit(standby);
        return servers.get(standby).orders();
    }

    /** A standby died, is silent or cannot follow: it is fenced and, if possible, let go. */
    void standbyLost(String standby, String why) {
        if (membership(standby) == Membership.ABSENT || standby.equals(record().primary())) {
            return;
        }
        standbys.lose(standby);
        enter(
                hasPrimary() ? State.DEGRADED : state,
                standby + " lost: " + why + " (" + record() + ")");
    }

    /**
     * The primary answered: who streams, and may the electors be recorded (again)?
     *
     * @param epoch as it was before the primary was asked; what was asked earlier tells nothing
     */
    void observe(Replication seen, long epoch) {
        if (!hasPrimary() || epoch != electors.epoch()) {
            return;
        }
        boolean isComplete = standbys.observe(seen);
        if (isComplete && state == State.DEGRADED) {
            enter(State.HEALTHY, "fully redundant (" + record() + ")");
        } else if (!isComplete && state == State.HEALTHY) {
            enter(State.DEGRADED, "not fully redundant (" + record() + ")");
        }
    }

    private void enter(State next, String why) {
        state = next;
        events.accept(why);
    }
}
