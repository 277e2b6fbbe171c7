package io.everstore.local.failover;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who is in, and who must be heard: the {@link ClusterRecord} on disk and each standby's {@link
 * Membership}. Changed by the control thread only; any thread may read.
 *
 * <p>Two things hold at every moment. Unless the record's electors are empty, all who are not
 * ABSENT are electors, so nobody else can have acknowledged anything. And the electors together
 * hold every acknowledged commit.
 */
final class Electors {

    private final Records records;
    private final int standbyCount;
    private final Map<String, Membership> memberships = new ConcurrentHashMap<>();

    private volatile ClusterRecord record;
    private final AtomicLong epoch = new AtomicLong();

    /** While nobody may be promoted: the position that an elector-to-be has to reach. */
    private Lsn catchUp = Lsn.ZERO;

    private boolean isCatchUpKnown;

    Electors(Records records, Set<String> servers) {
        this.records = records;
        this.standbyCount = servers.size() - 1;
        this.record =
                records.load()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "no failover record: form the cluster first"));
        // Electors of an earlier run: their data must not be wiped before the record lets them go.
        record.electors().forEach(name -> memberships.put(name, Membership.ADMITTED));
    }

    ClusterRecord record() {
        return record;
    }

    /** Changes with every change here: an answer to a question asked before is about the past. */
    long epoch() {
        return epoch.get();
    }

    Membership membership(String standby) {
        return memberships.getOrDefault(standby, Membership.ABSENT);
    }

    Set<String> admitted() {
        Set<String> names = new TreeSet<>(memberships.keySet());
        names.removeIf(n -> membership(n) == Membership.ABSENT || n.equals(record.primary()));
        return names;
    }

    boolean contain(String standby) {
        return record.electors().contains(standby);
    }

    /** The electors that are left when this one goes. */
    Set<String> without(String standby) {
        Set<String> rest = new TreeSet<>(record.electors());
        rest.remove(standby);
        return rest;
    }

    /** Whether its data can be done without: nobody counts on it. */
    boolean canSpare(String server) {
        return membership(server) == Membership.ABSENT
                && !contain(server)
                && !server.equals(record.primary());
    }

    /** The decision for another primary. Nobody holds what it will acknowledge: no electors. */
    void promoted(String standby) {
        String old = record.primary();
        changed();
        save(record.promoted(standby));
        memberships.put(standby, Membership.ABSENT); // not a standby any more
        memberships.put(old, Membership.ABSENT);
    }

    /**
     * May connect from now on, so it is an elector first; see {@link #catchUp} if there are none.
     */
    void admit(String standby) {
        changed();
        if (!record.electors().isEmpty()) {
            Set<String> more = new TreeSet<>(record.electors());
            more.add(standby);
            save(record.electors(more));
        }
        memberships.put(standby, Membership.ADMITTED);
    }

    /** An admitted standby streams, or has to show again that it does. */
    void streams(String standby, boolean isStreaming) {
        changed();
        memberships.put(standby, isStreaming ? Membership.STREAMING : Membership.ADMITTED);
    }

    /** A fenced standby goes; the caller knows that the rest do without it. */
    void leave(String standby, Set<String> rest) {
        changed();
        memberships.put(standby, Membership.ABSENT); // first: if saving fails it must not connect
        if (contain(standby)) {
            save(record.electors(rest));
        }
    }

    /**
     * Finds electors where there are none; true once they are recorded. All that was acknowledged
     * up to a fixed position is on an admitted standby once one of them has reached it, and all
     * that comes later is acknowledged by an admitted one.
     *
     * @param seen asked for in the present {@link #epoch}, or somebody who has gone meanwhile may
     *     have acknowledged more
     */
    boolean catchUp(Replication seen) {
        if (!record.electors().isEmpty() || admitted().isEmpty()) {
            return false;
        }
        if (!isCatchUpKnown) {
            catchUp = seen.position();
            isCatchUpKnown = true;
        }
        if (!seen.anyReached(admitted(), catchUp)) {
            return false;
        }
        save(record.electors(admitted()));
        return true;
    }

    boolean areComplete(Replication seen) {
        return record.electors().size() == standbyCount
                && seen.streaming().containsAll(record.electors());
    }

    private void changed() {
        epoch.incrementAndGet();
        isCatchUpKnown = false;
    }

    /** Where saving fails, what is on disk counts: the next supervisor knows nothing else. */
    private void save(ClusterRecord next) {
        try {
            records.save(next);
            record = next;
        } catch (RuntimeException e) {
            record = records.load().orElse(record);
            throw e;
        }
    }
}
