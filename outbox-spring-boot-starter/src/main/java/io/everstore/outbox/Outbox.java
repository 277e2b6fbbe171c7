package io.everstore.outbox;

import io.opentelemetry.api.trace.Span;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events of the current transaction. They reach Kafka if and only if it commits, usually within
 * milliseconds, and after an outage of Kafka in any case.
 *
 * <p>Events of one key keep the order of their rows. So append <em>after</em> the aggregate's row
 * is locked by its own change (with JPA: after the flush), never before: otherwise two transactions
 * on one aggregate could be published in the opposite order of their commits.
 */
public final class Outbox {

    /** Half of what a broker takes by default (1 MiB a request), so that every row can be sent. */
    static final int MAX_DATA_CHARACTERS = 512 * 1024;

    private static final String INSERT =
            """
            insert into outbox (event_id, topic, aggregate_key, type, source, data, created_at, traceparent)
            select e.event_id, e.topic, e.aggregate_key, e.type, ?, e.data, ?, ?
            from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
                with ordinality as e (event_id, topic, aggregate_key, type, data, n)
            order by e.n
            """;

    private final JdbcOperations jdbc;
    private final JsonMapper json;
    private final String source;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final TransactionSynchronization nudge;

    /**
     * Appends through {@code jdbc}, whose data source is the one of the transactions.
     *
     * @param source the CloudEvents source of everything appended, for example {@code
     *     /catalog-service}
     * @param afterCommit called after each transaction that appended something; wakes the relay
     */
    public Outbox(
            JdbcOperations jdbc,
            JsonMapper json,
            String source,
            Clock clock,
            Supplier<UUID> ids,
            Runnable afterCommit) {
        this.jdbc = jdbc;
        this.json = json;
        this.source = source;
        this.clock = clock;
        this.ids = ids;
        this.nudge =
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        afterCommit.run();
                    }
                };
    }

    /**
     * An event to be.
     *
     * @param key the aggregate's id: decides the partition, and events of one key keep their order
     * @param type the CloudEvents type, for example {@code dev.everstore.product.v1}
     * @param data written as JSON, at most {@value Outbox#MAX_DATA_CHARACTERS} characters
     */
    public record Event(String topic, String key, String type, Object data) {}

    /**
     * Appends one event to the current transaction. It is part of the trace of this thread.
     *
     * @throws IllegalTransactionStateException if there is no transaction
     * @throws IllegalArgumentException if the data is too large to be sent
     */
    public void append(String topic, String key, String type, Object data) {
        appendAll(List.of(new Event(topic, key, type, data)));
    }

    /**
     * Appends many events to the current transaction in one statement, in the order of the list. A
     * list of some thousands is fine; for more, call it again. They are of no trace: a million
     * spans of one import would be of no use to anybody.
     *
     * @throws IllegalTransactionStateException if there is no transaction
     * @throws IllegalArgumentException if some data is too large to be sent
     */
    public void appendAll(List<Event> events) {
        requireTransaction("Outbox");
        if (events.isEmpty()) {
            return;
        }
        String[] data = events.stream().map(this::write).toArray(String[]::new);
        jdbc.update(connection -> insert(connection, events, data));
        // The same object each time, so that a transaction holds it once.
        TransactionSynchronizationManager.registerSynchronization(nudge);
    }

    private String write(Event event) {
        String data = json.writeValueAsString(event.data());
        if (data.length() > MAX_DATA_CHARACTERS) {
            throw new IllegalArgumentException(
                    "Event %s of %s has %d characters of data; at most %d can be sent"
                            .formatted(
                                    event.type(), event.key(), data.length(), MAX_DATA_CHARACTERS));
        }
        return data;
    }

    private PreparedStatement insert(Connection connection, List<Event> events, String[] data)
            throws SQLException {
        UUID[] eventIds = new UUID[data.length];
        for (int i = 0; i < data.length; i++) {
            eventIds[i] = ids.get();
        }
        PreparedStatement insert = connection.prepareStatement(INSERT);
        insert.setString(1, source);
        insert.setTimestamp(2, Timestamp.from(clock.instant()));
        insert.setString(3, events.size() == 1 ? EventTrace.of(Span.current()) : null);
        insert.setArray(4, connection.createArrayOf("uuid", eventIds));
        insert.setArray(5, connection.createArrayOf("text", column(events, Event::topic)));
        insert.setArray(6, connection.createArrayOf("text", column(events, Event::key)));
        insert.setArray(7, connection.createArrayOf("text", column(events, Event::type)));
        insert.setArray(8, connection.createArrayOf("text", data));
        return insert;
    }

    private static String[] column(List<Event> events, Function<Event, String> component) {
        return events.stream().map(component).toArray(String[]::new);
    }

    static void requireTransaction(String who) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    who + " joins the transaction of the change it belongs to; there is none");
        }
    }
}
