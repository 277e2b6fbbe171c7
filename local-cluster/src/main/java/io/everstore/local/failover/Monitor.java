package io.everstore.local.failover;

import io.everstore.local.probe.Await;
import io.everstore.local.transport.Transport;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor's standing connection to one server. It is opened while the server is well, so
 * that a promotion needs no connect; an answer that takes longer than {@link #ANSWER_LIMIT_SECONDS}
 * is a {@link ServerFailure}.
 */
final class Monitor {

    private static final int ANSWER_LIMIT_SECONDS = 2;

    private final int port;
    private final String password;
    private final Transport transport;
    private final Object opening = new Object();
    private final AtomicLong closings = new AtomicLong();
    private volatile @Nullable Connection connection;

    Monitor(int port, String password, Transport transport) {
        this.port = port;
        this.password = password;
        this.transport = transport;
    }

    /** A new connection, the caller's to close. */
    Connection open() throws SQLException {
        return open("postgres", 0);
    }

    Connection open(String database, int answerLimitSeconds) throws SQLException {
        Properties p = new Properties();
        transport.database().forEach(p::setProperty);
        p.setProperty("user", "postgres");
        p.setProperty("password", password);
        p.setProperty("ApplicationName", "supervisor");
        p.setProperty("connectTimeout", "1");
        p.setProperty("loginTimeout", "2");
        p.setProperty("socketTimeout", Integer.toString(answerLimitSeconds));
        // What the supervisor writes (roles, databases) must not wait for standbys that it has yet
        // to start.
        p.setProperty("options", "-c synchronous_commit=local");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, p);
    }

    /** Whether the standing connection is there or can be opened now. */
    boolean connects() {
        try {
            standing();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection standing() throws SQLException {
        synchronized (opening) {
            Connection current = connection;
            if (current != null && !current.isClosed()) {
                return current;
            }
            long before = closings.get();
            Connection opened = open("postgres", ANSWER_LIMIT_SECONDS);
            connection = opened;
            if (closings.get() != before) {
                close(); // it may lead to a process that is being killed
                throw new SQLException("closed while it was opened");
            }
            return opened;
        }
    }

    /** Drops the connection at once, also while another thread waits for an answer on it. */
    void close() {
        closings.incrementAndGet();
        Connection current = connection;
        connection = null;
        if (current != null) {
            Thread.ofVirtual().start(() -> abort(current));
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is of no use any more either way.
            return;
        }
    }

    private interface Reader<T> {
        T read(ResultSet result) throws SQLException;
    }

    private <T> T ask(String sql, Reader<T> reader) throws ServerFailure {
        try (Statement statement = standing().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return reader.read(result);
        } catch (SQLException e) {
            throw new ServerFailure("no answer on port " + port + ": " + e.getMessage(), e);
        }
    }

    boolean isInRecovery() throws ServerFailure {
        return ask("select pg_is_in_recovery()", r -> r.next() && r.getBoolean(1));
    }

    /**
     * pg_promote(true) would look only every 100 ms whether it is done; the caller looks itself.
     */
    void promote() throws ServerFailure {
        boolean isOrdered = ask("select pg_promote(false)", r -> r.next() && r.getBoolean(1));
        if (!isOrdered) {
            throw new ServerFailure("the server on port " + port + " refused to be promoted");
        }
    }

    /** Slots for whoever may follow; they reserve nothing until they are first used. */
    void createSlots(List<String> standbys) throws ServerFailure {
        for (String standby : standbys) {
            String slot = ServerFiles.slot(standby);
            ask(
                    "select pg_create_physical_replication_slot('%s') where not exists (select from pg_replication_slots where slot_name = '%s')"
                            .formatted(slot, slot),
                    ResultSet::next);
        }
    }

    private record Received(Lsn lsn, boolean isSettled) {}

    /**
     * See {@link DatabaseServer#received}. "Settled" is when no receiver is at work any more and,
     * if the server was restarted since it last streamed, when it has come to the end of its own
     * log: it then waits for the next try to stream.
     */
    Lsn received(Duration limit) throws ServerFailure {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            Received seen =
                    ask(
                            """
                            select greatest(coalesce(pg_last_wal_receive_lsn(), '0/0'), coalesce(pg_last_wal_replay_lsn(), '0/0')),
                                   not exists (select from pg_stat_wal_receiver where status in ('streaming', 'stopping'))
                                   and (pg_last_wal_receive_lsn() is not null
                                        or exists (select from pg_stat_activity where backend_type = 'startup'
                                                   and wait_event in ('RecoveryRetrieveRetryInterval', 'RecoveryWalStream')))
                            """,
                            r -> {
                                r.next();
                                return new Received(Lsn.parse(r.getString(1)), r.getBoolean(2));
                            });
            if (seen.isSettled()) {
                return seen.lsn();
            }
            if (System.nanoTime() - end > 0 || !Await.pause(Duration.ofMillis(3))) {
                throw new ServerFailure("the standby on port " + port + " does not come to rest");
            }
        }
    }

    Replication replication() throws ServerFailure {
        return ask(
                """
                select pg_current_wal_flush_lsn(), application_name, state = 'streaming', coalesce(flush_lsn, '0/0'),
                       coalesce((extract(epoch from clock_timestamp() - reply_time) * 1000)::bigint, 0)
                from (select 1) one left join pg_stat_replication on application_name <> 'supervisor'
                order by backend_start
                """,
                r -> {
                    Lsn position = Lsn.ZERO;
                    Map<String, Replication.Standby> standbys = new HashMap<>();
                    // Where one has two connections, the older is dead and the newer counts.
                    while (r.next()) {
                        position = Lsn.parse(r.getString(1));
                        if (r.getString(2) != null) {
                            standbys.put(
                                    r.getString(2),
                                    new Replication.Standby(
                                            r.getBoolean(3),
                                            Lsn.parse(r.getString(4)),
                                            r.getLong(5)));
                        }
                    }
                    return new Replication(position, Map.copyOf(standbys));
                });
    }
}
