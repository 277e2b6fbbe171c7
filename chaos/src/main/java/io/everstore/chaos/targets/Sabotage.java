package io.everstore.chaos.targets;

import io.everstore.chaos.fault.Fault;
import io.everstore.local.audit.Brokers;
import io.everstore.local.audit.Databases;
import io.everstore.local.topology.NodeSpec;
import io.everstore.local.topology.Tier;
import io.everstore.local.topology.Topology;
import io.everstore.local.transport.Transport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Clients of a shop's databases and brokers, and the faults that are done with them in every
 * runtime: sessions and records that nobody should have made. Remembers whatever is to be undone.
 */
public final class Sabotage implements AutoCloseable {

    private final Databases databases;
    private final Brokers brokers;
    private final Aim aim;
    private final UnaryOperator<String> addresses;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /**
     * Does not connect yet.
     *
     * @param addresses of the database nodes, by name, as among the servers of the databases
     */
    public Sabotage(
            Databases databases, Brokers brokers, Aim aim, UnaryOperator<String> addresses) {
        this.databases = databases;
        this.brokers = brokers;
        this.aim = aim;
        this.addresses = addresses;
    }

    /** Of a shop with its nodes on loopback. */
    public static Sabotage on(Topology topology, String password, Transport transport, Aim aim) {
        return new Sabotage(
                new Databases(
                        topology.tier(Tier.POSTGRES).stream().map(NodeSpec::address).toList(),
                        "postgres",
                        () -> password,
                        transport),
                new Brokers(topology.addresses(Tier.KAFKA), transport),
                aim,
                node -> topology.find(node).orElseThrow().address());
    }

    /** Does it; returns the nodes that it was done to. */
    public List<String> inject(Fault.ByClient fault) {
        return switch (fault) {
            case Fault.Lock(String database, String table) -> {
                later(lock(database, table));
                yield List.of();
            }
            case Fault.PauseReplay(var nodes) ->
                    aim.each(nodes, node -> later(pauseReplay(addresses.apply(node))));
            case Fault.Execute(String database, String statement) -> {
                databases.execute(database, statement);
                yield List.of();
            }
            case Fault.Poison(String topic, int count) -> {
                poison(topic, count);
                yield List.of();
            }
        };
    }

    /** Remembers what ends a fault, whoever made it. */
    public void later(Runnable end) {
        undo.push(end);
    }

    /** Ends all that is remembered, the last first; does nothing the second time. */
    public void undo() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    /** Somebody's session that writes to a table by hand and does not commit. */
    private Runnable lock(String database, String table) {
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

    /** A standby receives, and does not apply. */
    private Runnable pauseReplay(String server) {
        execute(server, "select pg_wal_replay_pause()");
        return () -> execute(server, "select pg_wal_replay_resume()");
    }

    private void execute(String server, String sql) {
        try (Connection connection = databases.connect(server, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(server + " refuses: " + sql, e);
        }
    }

    /** Returns when the brokers have them. */
    private void poison(String topic, int count) {
        Map<String, Object> settings = brokers.settings(Map.of("client.id", "sabotage"));
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                var _ = producer.send(new ProducerRecord<>(topic, "poison-" + i, "{no json"));
            }
        }
    }

    public Databases databases() {
        return databases;
    }

    public Brokers brokers() {
        return brokers;
    }

    @Override
    public void close() {
        brokers.close();
    }
}
