package io.everstore.outbox.autoconfigure;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcOperations;

/** The rows of the outbox, as the relay sees them. */
final class PendingEvents {

    /**
     * "everstor" in ASCII. Relays of version 1 of the tables take this lock alone and send all
     * topics; newer ones share it among themselves. So old and new instances may run side by side.
     */
    private static final long RELAY_LOCK = 0x6576657273746f72L;

    /** Skips through the index from topic to topic: as many steps as there are topics. */
    private static final String WAITING_TOPICS =
            """
            with recursive waiting (topic) as (
                (select topic from outbox order by topic limit 1)
                union all
                select (select o.topic from outbox o where o.topic > w.topic order by o.topic limit 1)
                from waiting w where w.topic is not null
            ), added as (
                insert into outbox_topic select topic from waiting where topic is not null
                on conflict do nothing
            )
            select count(topic) from waiting
            """;

    /**
     * Settings and lock of the transaction come along, as each statement of a round is paid for
     * with every event. Deleting waits for no disk: a delete that a crash or a failover takes back
     * sends some events a second time, which every receiver must bear anyway. To wait would double
     * the time per round, and have three servers write to disk for what nobody needs to keep.
     */
    private static final String CLAIM =
            """
            select topic,
                   (select min(topic) < max(topic) from outbox) as others_wait,
                   pg_try_advisory_xact_lock_shared(?) as no_old_relay,
                   set_config('idle_in_transaction_session_timeout', ?, true),
                   set_config('synchronous_commit', 'off', true)
            from outbox_topic t
            where exists (select from outbox o where o.topic = t.topic)
            order by topic <= ?, topic limit 1
            for update skip locked
            """;

    private static final String OLDEST =
            """
            select id, event_id, topic, aggregate_key, type, source, data, created_at, traceparent
            from outbox where topic = ? order by id limit ?
            """;

    /**
     * A topic that is this relay's for the transaction.
     *
     * @param othersWait whether there are rows of other topics, known to {@code outbox_topic} or
     *     not
     */
    record Claim(String topic, boolean othersWait) {}

    private final JdbcOperations jdbc;
    private final int limit;
    private final Duration idleTransactionTimeout;

    PendingEvents(JdbcOperations jdbc, int limit, Duration idleTransactionTimeout) {
        this.jdbc = jdbc;
        this.limit = limit;
        this.idleTransactionTimeout = idleTransactionTimeout;
    }

    /**
     * Whether there are rows; makes their topics claimable. Cheap. For outside a transaction, or
     * other relays would wait for it when a topic is new.
     */
    boolean exist() {
        Long topics = jdbc.queryForObject(WAITING_TOPICS, Long.class);
        return topics != null && topics > 0;
    }

    /**
     * Claims a topic that has rows and that no other relay is sending, until the transaction ends.
     * Round robin: the next one in the alphabet after {@code previous}, or from its beginning.
     *
     * @return empty if others have them all, if nothing waits, or only for a topic that is new
     */
    Optional<Claim> claim(String previous) {
        return jdbc
                .query(
                        CLAIM,
                        (row, _) -> claimed(row),
                        RELAY_LOCK,
                        Long.toString(idleTransactionTimeout.toMillis()),
                        previous)
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Claim> claimed(ResultSet row) throws SQLException {
        return row.getBoolean("no_old_relay")
                ? Optional.of(new Claim(row.getString("topic"), row.getBoolean("others_wait")))
                : Optional.empty();
    }

    /**
     * The oldest rows of a topic. A statement of its own after the claim, so that its snapshot
     * cannot show rows that the topic's last relay has already sent.
     */
    List<PendingEvent> oldest(String topic) {
        return jdbc.query(OLDEST, (row, _) -> PendingEvent.from(row), topic, limit);
    }

    /** Whether so many rows were read that there may be more of their topic. */
    boolean isFull(List<PendingEvent> batch) {
        return batch.size() == limit;
    }

    void delete(List<Long> ids) {
        if (!ids.isEmpty()) {
            jdbc.update("delete from outbox where id = any (?)", (Object) ids.toArray(Long[]::new));
        }
    }
}
