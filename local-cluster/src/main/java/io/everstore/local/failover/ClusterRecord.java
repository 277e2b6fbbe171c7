package io.everstore.local.failover;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * The one decision that must survive everything: who the primary is, and whom to hear before
 * anybody else may become it.
 *
 * @param term counts the decisions about the primary, from 1
 * @param primary the only server that may be writable
 * @param electors the standbys of which together hold every acknowledged commit: the furthest of
 *     them may be promoted, if all of them are heard. Empty when no promotion is safe; then only
 *     the primary itself, from its own disk, can go on.
 */
record ClusterRecord(long term, String primary, Set<String> electors) {

    ClusterRecord {
        electors =
                Collections.unmodifiableSortedSet(
                        new TreeSet<>(electors)); // always in the same order
    }

    static ClusterRecord first(String primary) {
        return new ClusterRecord(1, primary, Set.of());
    }

    ClusterRecord promoted(String standby) {
        return new ClusterRecord(term + 1, standby, Set.of());
    }

    ClusterRecord electors(Set<String> names) {
        return new ClusterRecord(term, primary, names);
    }

    @Override
    public String toString() {
        return "term " + term + ", primary " + primary + ", electors " + electors;
    }
}
