package io.everstore.local.failover;

import java.util.Optional;

/** Where the {@link ClusterRecord} is kept. */
interface Records {

    Optional<ClusterRecord> load();

    /** Returns when the record is on disk; the change is all or nothing. */
    void save(ClusterRecord record);
}
