package io.everstore.chaos.invariant;

import io.everstore.chaos.targets.Target;
import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.topology.NodeView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** I9. */
public final class FullRedundancy implements Invariant {

    /** From the end of the fault. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final int STANDBYS = 2;

    private final Target target;

    FullRedundancy(Target target) {
        this.target = target;
    }

    /**
     * Whether every node is up, both standbys of the database stream, and no copy is missing in
     * Kafka.
     */
    public boolean isBack() {
        return missing().isEmpty();
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (NodeView node : target.nodes()) {
            if (!node.isUp()) {
                missing.add("%s is %s".formatted(node.name(), node.state()));
            }
        }
        try {
            double streaming =
                    target.databases()
                            .number(
                                    "postgres",
                                    "select count(*) from pg_stat_replication where state = 'streaming' and coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn), 0) < 1048576");
            if (streaming < STANDBYS) {
                missing.add("%.0f of %d standbys follow".formatted(streaming, STANDBYS));
            }
        } catch (Databases.Away e) {
            missing.add("no primary database");
        }
        if (missing.isEmpty()) { // the brokers are slow to say that they are away
            missing.addAll(copies());
        }
        return missing;
    }

    private List<String> copies() {
        try {
            return target.brokers().missingCopies();
        } catch (Brokers.Away e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String id() {
        return "I9";
    }

    @Override
    public String promise() {
        return "full redundancy is back within " + LIMIT.toSeconds() + " s";
    }

    @Override
    public List<String> violations() {
        return missing();
    }
}
