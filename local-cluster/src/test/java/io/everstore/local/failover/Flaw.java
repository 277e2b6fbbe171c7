package io.everstore.local.failover;

/** A supervisor without one of its rules; by itself, one that has them all. */
class Flaw {

    SimulatedServer server(SimulatedCluster world, String name) {
        return new SimulatedServer(world, name);
    }

    SimulatedRecords records(Chance chance, ClusterRecord first) {
        return new SimulatedRecords(chance, first);
    }

    /** Whether an answer from before the latest change is taken for a present one. */
    boolean believesOldAnswers() {
        return false;
    }

    /** Whether anybody's data may be deleted. */
    boolean sparesAnybody() {
        return false;
    }
}
