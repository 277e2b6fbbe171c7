package io.everstore.local.failover;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Decides which PostgreSQL server is the primary. One thread calls it; it asks and orders {@link
 * DatabaseServer}s and keeps its decision in {@link Records}.
 *
 * <p>What it rests on: a primary acknowledges a commit only when any one of the other two has it on
 * disk. What it guarantees: never two writable servers (it fences before it promotes, and what is
 * not the recorded primary is only ever started as a standby), and no acknowledged commit lost (it
 * promotes only the furthest of the recorded <em>electors</em>, and only when it has heard all of
 * them). The electors are kept true by two rules:
 *
 * <ul>
 *   <li>whoever may acknowledge is an elector <em>before</em> it may connect ({@link #admit});
 *   <li>whoever leaves is fenced first, and leaves the record only when another elector has all of
 *       the log up to that moment; otherwise the record is emptied, which means that nobody may be
 *       promoted ({@link #standbyLost}).
 * </ul>
 *
 * <p>States:
 *
 * <pre>
 * DOWN          transitions to: DEGRADED      after start, once the recorded primary is writable
 *                               BLOCKED       after start, if it cannot be made so
 * DEGRADED      transitions to: HEALTHY       after both standbys stream and are electors
 *                               FAILING_OVER  after the primary is lost
 * HEALTHY       transitions to: DEGRADED      after a standby is lost
 *                               FAILING_OVER  after the primary is lost
 * FAILING_OVER  transitions to: DEGRADED      after an elector was promoted, or the old primary restarted
 *                               BLOCKED       after neither was possible
 * BLOCKED       transitions to: DEGRADED      after a retry succeeds
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

    /**
     * A standby's place in the cluster. ABSENT transitions to ADMITTED when its data is fit to
     * follow and it may connect; ADMITTED to STREAMING once it streams; both to ABSENT when lost.
     */
    enum Membership {
        ABSENT,
        ADMITTED,
        STREAMING
    }

    private final Map<String, DatabaseServer> servers;
    private final Records records;
    private final BooleanSupplier pause;
    private final Consumer<String> events;
    private final Map<String, Membership> standbys = new HashMap<>();

    private ClusterRecord record;
    private State state = State.DOWN;

    /** While nobody may be promoted: the position that an elector-to-be has to reach. */
    private Lsn catchUp = Lsn.ZERO;

    private boolean isCatchUpKnown;

    /**
     * @param pause waits a few milliseconds between two questions to the primary; false to give up
     * @param events gets a sentence for each decision
     */
    Supervisor(
            Map<String, DatabaseServer> servers,
            Records records,
            BooleanSupplier pause,
            Consumer<String> events) {
        this.servers = Map.copyOf(servers);
        this.pause = pause;
        this.records = records;
        this.events = events;
        this.record =
                records.load()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no failover record: form the cluster first"));
        for (String name : servers.keySet()) {
            standbys.put(name, Membership.ABSENT);
        }
        // Electors of an earlier run: their data must not be wiped before the record lets them go.
        record.electors().forEach(name -> standbys.put(name, Membership.ADMITTED));
    }

    State state() {
        return state;
    }

    ClusterRecord record() {
        return record;
    }

    DatabaseServer primary() {
        return server(record.primary());
    }

    Membership membership(String standby) {
        return standbys.getOrDefault(standby, Membership.ABSENT);
    }

    /** Makes the recorded primary writable, or, where it cannot start, fails over. */
    void start() {
        try {
            bringUpPrimary();
            enter(State.DEGRADED, record.primary() + " is primary (" + record + ")");
        } catch (ServerFailure e) {
            primaryLost("it did not start: " + e.getMessage());
        }
    }

    /** Tries again what left the cluster without a primary. */
    void retry() {
        if (state == State.BLOCKED) {
            primaryLost("still no primary");
        }
    }

    /** The primary's process ended, or it is frozen: fence it and put another in its place. */
    void primaryLost(String why) {
        DatabaseServer old = primary();
        enter(State.FAILING_OVER, old.name() + " lost: " + why);
        old.fence();
        event(old.name() + " fenced");
        try {
            DatabaseServer best = furthestElector();
            promote(best);
            standbys.put(old.name(), Membership.ABSENT);
            enter(State.DEGRADED, best.name() + " promoted (" + record + ")");
        } catch (ServerFailure cannotPromote) {
            event("not promoting: " + cannotPromote.getMessage());
            restartInPlace();
        }
    }

    /** Nobody else holds all acknowledged commits for certain, but the old primary's disk does. */
    private void restartInPlace() {
        try {
            bringUpPrimary();
            forgetCatchUp();
            enter(State.DEGRADED, record.primary() + " restarted in place");
        } catch (ServerFailure e) {
            enter(State.BLOCKED, "no primary: " + e.getMessage());
        }
    }

    /** Hears all electors; throws if there is none or one of them stays silent. */
    private DatabaseServer furthestElector() throws ServerFailure {
        if (record.electors().isEmpty()) {
            throw new ServerFailure("no standby is known to hold every acknowledged commit");
        }
        Map<DatabaseServer, Lsn> heard = new HashMap<>();
        for (String name : new TreeSet<>(record.electors())) {
            DatabaseServer elector = server(name);
            if (!elector.isRunning()) {
                elector.startFollowing(record.primary());
            }
            heard.put(elector, elector.received());
        }
        event("heard " + describe(heard));
        return heard.entrySet().stream()
                .max(
                        Map.Entry.<DatabaseServer, Lsn>comparingByValue()
                                .thenComparing(e -> e.getKey().name(), Comparator.reverseOrder()))
                .orElseThrow()
                .getKey();
    }

    /**
     * Decides, then acts: the record comes first, so that a supervisor that dies here finishes this
     * promotion when it starts again instead of reviving the old primary beside it.
     */
    private void promote(DatabaseServer best) throws ServerFailure {
        save(record.promoted(best.name()));
        standbys.put(best.name(), Membership.ABSENT); // not a standby any more
        forgetCatchUp();
        bringUpPrimary();
        for (String name : admitted()) {
            repoint(name);
        }
    }

    private void repoint(String standby) {
        standbys.put(standby, Membership.ADMITTED);
        try {
            server(standby).follow(record.primary());
        } catch (ServerFailure e) {
            standbyLost(standby, e.getMessage());
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

    /**
     * A standby whose data is fit may connect from now on. It becomes an elector before it can
     * acknowledge anything; while there are no electors at all it becomes one in {@link #observe}.
     */
    void admit(String standby) throws ServerFailure {
        requirePrimary();
        if (!record.electors().isEmpty()) {
            Set<String> more = new TreeSet<>(record.electors());
            more.add(standby);
            save(record.electors(more));
        }
        standbys.put(standby, Membership.ADMITTED);
        forgetCatchUp();
    }

    /** A standby died, is silent or cannot follow: it is fenced and leaves the electors. */
    void standbyLost(String standby, String why) {
        if (membership(standby) == Membership.ABSENT) {
            return;
        }
        server(standby).fence();
        standbys.put(standby, Membership.ABSENT);
        forgetCatchUp();
        if (record.electors().contains(standby)) {
            Set<String> rest = new TreeSet<>(record.electors());
            rest.remove(standby);
            // The one that left may have been the only one with the latest commits.
            save(record.electors(rest.isEmpty() || holdAllCommits(rest) ? rest : Set.of()));
        }
        if (state == State.HEALTHY || state == State.DEGRADED) {
            enter(State.DEGRADED, standby + " lost: " + why + " (" + record + ")");
        }
    }

    /** Whether one of these has all that the primary had when the last other one was fenced. */
    private boolean holdAllCommits(Set<String> electors) {
        try {
            Lsn now = primary().replication().position();
            for (int i = 0; i < 100; i++) {
                if (primary().replication().anyReached(electors, now)) {
                    return true;
                }
                if (!pause.getAsBoolean()) {
                    return false;
                }
            }
        } catch (ServerFailure e) {
            return false;
        }
        return false;
    }

    /** The primary answered: who streams, and may the electors be recorded (again)? */
    void observe(Replication seen) {
        if (state != State.HEALTHY && state != State.DEGRADED) {
            return;
        }
        for (String name : admitted()) {
            if (seen.streams(name) && membership(name) == Membership.ADMITTED) {
                standbys.put(name, Membership.STREAMING);
                event(name + " streams from " + record.primary());
            }
        }
        if (record.electors().isEmpty() && !admitted().isEmpty()) {
            recordElectors(seen);
        }
        boolean isComplete =
                record.electors().size() == servers.size() - 1
                        && seen.streaming().containsAll(record.electors());
        if (isComplete && state == State.DEGRADED) {
            enter(State.HEALTHY, "fully redundant (" + record + ")");
        }
    }

    /**
     * All that was acknowledged up to a fixed position is on an admitted standby once one of them
     * has reached it, and all that comes later is acknowledged by an admitted one.
     */
    private void recordElectors(Replication seen) {
        if (!isCatchUpKnown) {
            catchUp = seen.position();
            isCatchUpKnown = true;
        }
        if (seen.anyReached(admitted(), catchUp)) {
            save(record.electors(admitted()));
            event("promotable again (" + record + ")");
        }
    }

    private void forgetCatchUp() {
        isCatchUpKnown = false;
    }

    private void requirePrimary() throws ServerFailure {
        if (state != State.HEALTHY && state != State.DEGRADED) {
            throw new ServerFailure("there is no primary to follow");
        }
    }

    private Set<String> admitted() {
        Set<String> names = new TreeSet<>();
        standbys.forEach(
                (name, membership) -> {
                    if (membership != Membership.ABSENT && !name.equals(record.primary())) {
                        names.add(name);
                    }
                });
        return names;
    }

    private DatabaseServer server(String name) {
        DatabaseServer found = servers.get(name);
        if (found == null) {
            throw new IllegalStateException(
                    "the failover record names " + name + ", which does not exist");
        }
        return found;
    }

    private void save(ClusterRecord next) {
        records.save(next);
        record = next;
    }

    private void enter(State next, String why) {
        state = next;
        event(why);
    }

    private void event(String text) {
        events.accept(text);
    }

    private static String describe(Map<DatabaseServer, Lsn> heard) {
        List<String> parts = new ArrayList<>();
        heard.forEach((server, lsn) -> parts.add(server.name() + " at " + lsn));
        parts.sort(Comparator.naturalOrder());
        return String.join(", ", parts);
    }
}
