package io.everstore.chaos.targets;

import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Faults that are done with a client: sessions and records that nobody should have made. */
public final class Sabotage {

    private Sabotage() {}

    /**
     * Somebody's session that writes to a table by hand and does not commit. Returns what ends it.
     */
    public static Runnable lock(Databases databases, String database, String table) {
        if (!table.matches("[a-z_]+")) {
            throw new IllegalArgumentException("'%s' is no table".formatted(table));
        }
        try {
            Connection session = databases.connectToPrimary(database);
            session.setAutoCommit(false);
            try (Statement statement = session.createStatement()) {
                statement.execute("lock table " + table + " in share row exclusive mode");
            }
            return () -> close(session);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot lock " + table, e);
        }
    }

    private static void close(Connection session) {
        try {
            session.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a session cannot be ended", e);
        }
    }

    /** A standby receives, and does not apply. Returns what ends it. */
    public static Runnable pauseReplay(Databases databases, String server) {
        execute(databases, server, "select pg_wal_replay_pause()");
        return () -> execute(databases, server, "select pg_wal_replay_resume()");
    }

    private static void execute(Databases databases, String server, String sql) {
        try (Connection connection = databases.connect(server, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(server + " refuses: " + sql, e);
        }
    }

    /** Returns when the brokers have them. */
    public static void poison(Brokers brokers, String topic, int count) {
        Map<String, Object> settings = brokers.settings(Map.of("client.id", "sabotage"));
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                var _ = producer.send(new ProducerRecord<>(topic, "poison-" + i, "{no json"));
            }
        }
    }
}
