package io.everstore.local.failover;

import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** What must be true after every step of every schedule. */
final class Invariants {

    /** All that can be seen at one moment; {@code admitted} is the supervisor's opinion. */
    record Moment(SimulatedCluster cluster, ClusterRecord record, Set<String> admitted) {

        boolean hasEverything(String server) {
            BitSet missing = (BitSet) cluster.acknowledged.clone();
            cluster.find(server).orElseThrow().log.forEach(missing::clear);
            return missing.isEmpty();
        }
    }

    /** Something that must be true always. */
    interface Invariant {
        boolean holds(Moment moment);
    }

    /** An invariant that did not hold, named after it. */
    static final class Broken extends AssertionError {
        private static final long serialVersionUID = 1;

        Broken(Class<?> invariant) {
            super(invariant.getSimpleName());
        }
    }

    private static final List<Invariant> ALL =
            List.of(
                    new NeverTwoWriters(),
                    new NothingAcknowledgedIsLost(),
                    new FurthestElectorHasEverything(),
                    new NobodyNeededIsWiped(),
                    new AllAdmittedAreElectors());

    private Invariants() {}

    static void check(Moment moment) {
        for (Invariant invariant : ALL) {
            if (!invariant.holds(moment)) {
                throw new Broken(invariant.getClass());
            }
        }
    }

    /** However a client finds its server, there is only one that would take its writes. */
    static final class NeverTwoWriters implements Invariant {
        @Override
        public boolean holds(Moment moment) {
            var servers = moment.cluster().servers();
            return servers.stream().filter(SimulatedServer::isWritable).count() <= 1;
        }
    }

    /** The one that is, or will be, the primary has every acknowledged commit on its disk. */
    static final class NothingAcknowledgedIsLost implements Invariant {
        @Override
        public boolean holds(Moment moment) {
            return moment.hasEverything(moment.record().primary());
        }
    }

    /** Whoever would be promoted if the primary were lost now has them too. */
    static final class FurthestElectorHasEverything implements Invariant {
        @Override
        public boolean holds(Moment moment) {
            var electors = moment.record().electors();
            var candidates =
                    moment.cluster().servers().stream()
                            .filter(s -> electors.contains(s.name()))
                            .toList();
            int furthest = candidates.stream().mapToInt(s -> s.log.size()).max().orElse(0);
            return candidates.stream()
                    .filter(s -> s.log.size() == furthest)
                    .allMatch(s -> moment.hasEverything(s.name()));
        }
    }

    /** The recorded primary and the electors are never cloned over or discarded. */
    static final class NobodyNeededIsWiped implements Invariant {
        @Override
        public boolean holds(Moment moment) {
            return moment.cluster().wipedInNeed.isEmpty();
        }
    }

    /** Who may connect, and so acknowledge, will be heard. */
    static final class AllAdmittedAreElectors implements Invariant {
        @Override
        public boolean holds(Moment moment) {
            var electors = moment.record().electors();
            return electors.isEmpty() || electors.containsAll(moment.admitted());
        }
    }

    /** Once nothing goes wrong any more, all three are back in their places. */
    static final class ComesBack {
        private ComesBack() {}
    }
}
