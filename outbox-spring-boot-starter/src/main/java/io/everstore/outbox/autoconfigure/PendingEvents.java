package io.everstore.outbox.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcOperations;

/** The rows of the outbox, as the relay sees them. */
final class PendingEvents {

    /** "everstor" in ASCII. Locks are per database, so each service has its own. */
    private static final long RELAY_LOCK = 0x6576657273746f72L;

    /**
     * Deleting waits for the local disk only: a delete that a failover takes back sends some events
     * a second time, which every receiver must bear anyway, and waiting for a standby would double
     * the time per round.
     */
    private static final String TAKE_TURN =
            """
            select set_config('idle_in_transaction_session_timeout', ?, true),
                   set_config('synchronous_commit', 'local', true),
                   pg_try_advisory_xact_lock(?)
            """;

    private static final String NEXT =
            """
            select id, event_id, topic, aggregate_key, type, source, data, created_at
            from outbox order by id limit ?
            """;

    private final JdbcOperations jdbc;
    private final int limit;
    private final Duration idleTransactionTimeout;

    PendingEvents(JdbcOperations jdbc, int limit, Duration idleTransactionTimeout) {
        this.jdbc = jdbc;
        this.limit = limit;
        this.idleTransactionTimeout = idleTransactionTimeout;
    }

    boolean exist() {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select exists (select from outbox)", Boolean.class));
    }

    /**
     * The oldest rows, for the one relay whose turn it is until its transaction ends.
     *
     * @return empty if it is another one's turn
     */
    Optional<List<PendingEvent>> next() {
        Boolean myTurn =
                jdbc.queryForObject(
                        TAKE_TURN,
                        (row, _) -> row.getBoolean(3),
                        Long.toString(idleTransactionTimeout.toMillis()),
                        RELAY_LOCK);
        if (!Boolean.TRUE.equals(myTurn)) {
            return Optional.empty();
        }
        return Optional.of(jdbc.query(NEXT, (row, _) -> PendingEvent.from(row), limit));
    }

    void delete(List<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.update("delete from outbox where id = any (?)", (Object) ids.toArray(Long[]::new));
        }
    }
}
