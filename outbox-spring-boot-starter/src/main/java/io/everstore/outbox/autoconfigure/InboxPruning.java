package io.everstore.outbox.autoconfigure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.JdbcOperations;

/** Forgets the events of the inbox that can no longer come again. */
final class InboxPruning {

    /** Rows in a transaction: it takes some ten milliseconds, and a standby keeps up with it. */
    static final int BATCH = 1_000;

    /** Instances that prune at the same time take different rows. */
    private static final String DELETE =
            """
            delete from inbox where ctid = any (array(
                select ctid from inbox where received_at < ? order by received_at limit ?
                for update skip locked))
            """;

    private final JdbcOperations jdbc;
    private final Duration retention;
    private final Clock clock;
    private final Counter pruned;

    InboxPruning(JdbcOperations jdbc, Duration retention, Clock clock, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.retention = retention;
        this.clock = clock;
        this.pruned =
                Counter.builder("everstore.inbox.pruned")
                        .description(
                                "Events that the inbox has forgotten, as they cannot come again")
                        .register(meters);
    }

    /**
     * Deletes one batch.
     *
     * @return whether there may be more
     */
    boolean prune() {
        Timestamp before = Timestamp.from(clock.instant().minus(retention));
        int deleted = jdbc.update(DELETE, before, BATCH);
        pruned.increment(deleted);
        return deleted == BATCH;
    }
}
