package io.everstore.local.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The record on a disk that is full at times, which survives the supervisor. */
class SimulatedRecords implements Records {

    private final Chance chance;
    private ClusterRecord onDisk;

    SimulatedRecords(Chance chance, ClusterRecord first) {
        this.chance = chance;
        this.onDisk = first;
    }

    /** What the disk holds, for the eyes of the invariants. */
    final ClusterRecord onDisk() {
        return onDisk;
    }

    @Override
    public Optional<ClusterRecord> load() {
        return Optional.of(onDisk);
    }

    @Override
    public void save(ClusterRecord next) {
        chance.maybeKillTheSupervisor();
        boolean fails = chance.diskFails();
        if (!fails || chance.coin()) {
            onDisk = next;
        }
        if (fails) {
            throw new UncheckedIOException(new IOException("disk full"));
        }
        chance.maybeKillTheSupervisor();
    }
}
