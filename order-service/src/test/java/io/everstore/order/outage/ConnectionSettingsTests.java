package io.everstore.order.outage;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.everstore.order.CuttableLink;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each setting of the database connections in application.yml does what it is there for: with it
 * the fault is survived, and with everything but it (the negative control) it is not.
 */
class ConnectionSettingsTests {

    private static EmbeddedPostgres first;
    private static EmbeddedPostgres second;

    @BeforeAll
    static void start() throws IOException, SQLException {
        first = server();
        second = server();
    }

    @AfterAll
    static void stop() throws IOException {
        first.close();
        second.close();
    }

    @BeforeEach
    void theSecondIsPrimary() throws SQLException {
        demote(first, true);
        demote(second, false);
    }

    @Test
    void dropsAConnectionToADemotedServer() throws SQLException {
        assertThat(isReplacedAfterDemotion(Configured.asItIs(address(second)))).isTrue();
        assertThat(
                        isReplacedAfterDemotion(
                                Configured.without(
                                        "exception-override-class-name", address(second))))
                .isFalse();
    }

    @Test
    void connectsToThePrimaryOnly() throws SQLException {
        assertThat(isReadOnly(Configured.asItIs(both()))).isFalse();
        assertThat(isReadOnly(Configured.without("targetServerType", both()))).isTrue();
    }

    @Test
    void findsTheNewPrimaryAtOnce() throws SQLException {
        isReadOnly(Configured.asItIs(both()));
        demote(second, true);
        demote(first, false);

        assertThatThrownBy(() -> isReadOnly(Configured.without("hostRecheckSeconds", both())))
                .isInstanceOf(SQLException.class);
        assertThat(isReadOnly(Configured.asItIs(both()))).isFalse();
    }

    /** A host that takes no connection, and does not refuse it either. */
    @Test
    void passesOverAHostThatIsNotHeardOf() throws IOException, SQLException {
        List<SocketChannel> waiting = new ArrayList<>();
        try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 8; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(deaf.getInetAddress(), deaf.getLocalPort()));
                waiting.add(channel);
            }
            String hosts = "127.0.0.1:" + deaf.getLocalPort() + "," + address(second);

            assertThat(isReadOnly(Configured.asItIs(hosts))).isFalse();
            assertThatThrownBy(() -> isReadOnly(Configured.without("connectTimeout", hosts)))
                    .isInstanceOf(SQLException.class);
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }

    @Test
    void givesUpAHalfOpenConnection() throws Exception {
        CuttableLink link = new CuttableLink(second.getPort());
        String hosts = "127.0.0.1:" + link.port();
        try (Connection with = Configured.asItIs(hosts).connect();
                Connection without = Configured.without("socketTimeout", hosts).connect()) {
            link.freeze();

            assertEndsOnlyWith(() -> run(with, "select 1"), () -> run(without, "select 1"));
            link.goAway();
        }
    }

    @Test
    void saysThatThereIsNoConnectionWhileTheCustomerIsStillThere() throws Exception {
        var with = Configured.asItIs(address(second));
        var without = Configured.without("connection-timeout", address(second));
        try (var pool = new HikariDataSource(with.pool());
                var other = new HikariDataSource(without.pool());
                var _ = pool.getConnection();
                var _ = other.getConnection()) {
            assertEndsOnlyWith(pool::getConnection, other::getConnection);
        }
    }

    @Test
    void startsWithoutADatabase() {
        String nobody = "127.0.0.1:9";

        assertThatCode(() -> new HikariDataSource(Configured.asItIs(nobody).pool()).close())
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () ->
                                new HikariDataSource(
                                        Configured.without("initialization-fail-timeout", nobody)
                                                .pool()))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void waitsForALockNoLongerThanForTheDatabase() throws Exception {
        try (Connection holder = Configured.asItIs(address(second)).connect();
                Connection with = Configured.asItIs(address(second)).connect();
                Connection without =
                        Configured.without("lock_timeout", address(second)).connect()) {
            holder.setAutoCommit(false);
            run(holder, "select pg_advisory_xact_lock(1)");

            assertEndsOnlyWith(
                    () -> run(with, "select pg_advisory_xact_lock(1)"),
                    () -> run(without, "select pg_advisory_xact_lock(1)"));
        }
    }

    @Test
    void freesTheLocksOfAnInstanceThatFroze() throws Exception {
        String setting = "idle_in_transaction_session_timeout";
        try (Connection with = Configured.asItIs(address(second)).connect();
                Connection without = Configured.without(setting, address(second)).connect()) {
            with.setAutoCommit(false);
            without.setAutoCommit(false);
            int frozen = pid(with);
            int frozenForEver = pid(without);

            await().atMost(30, SECONDS).until(() -> !sessions().contains(frozen));

            assertThat(sessions()).contains(frozenForEver);
        }
    }

    /** The first fails in the end, and by then the second still waits. */
    private static void assertEndsOnlyWith(Callable<?> with, Callable<?> without) {
        FutureTask<?> waiting = new FutureTask<>(without);
        Thread.ofVirtual().start(waiting);
        assertThatThrownBy(with::call).isInstanceOf(SQLException.class);
        assertThat(waiting.isDone()).as("ends without the setting, too").isFalse();
    }

    private static boolean isReplacedAfterDemotion(Configured settings) throws SQLException {
        try (var pool = new HikariDataSource(settings.pool())) {
            int before;
            try (Connection connection = pool.getConnection()) {
                before = pid(connection);
                run(connection, "set default_transaction_read_only = on");
                assertThatThrownBy(() -> run(connection, "create temp table t (id int)"))
                        .isInstanceOf(SQLException.class);
            }
            try (Connection connection = pool.getConnection()) {
                return pid(connection) != before;
            }
        }
    }

    private static boolean isReadOnly(Configured settings) throws SQLException {
        try (Connection connection = settings.connect()) {
            return isReadOnly(connection);
        }
    }

    private static boolean isReadOnly(Connection connection) throws SQLException {
        try (var row = connection.createStatement().executeQuery("show transaction_read_only")) {
            row.next();
            return row.getString(1).equals("on");
        }
    }

    private static int pid(Connection connection) throws SQLException {
        try (var row = connection.createStatement().executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static List<Integer> sessions() throws SQLException {
        List<Integer> pids = new ArrayList<>();
        try (Connection connection = second.getPostgresDatabase().getConnection();
                var rows =
                        connection
                                .createStatement()
                                .executeQuery("select pid from pg_stat_activity")) {
            while (rows.next()) {
                pids.add(rows.getInt(1));
            }
        }
        return pids;
    }

    private static boolean run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    private static EmbeddedPostgres server() throws IOException, SQLException {
        EmbeddedPostgres server =
                EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            run(connection, "create role order_app login password 'app'");
            run(connection, "create database orders");
        }
        return server;
    }

    /** New sessions are those of a standby, or of a primary. */
    private static void demote(EmbeddedPostgres server, boolean isStandby) throws SQLException {
        String value = isStandby ? "on" : "off";
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            run(connection, "set default_transaction_read_only = off");
            run(connection, "alter system set default_transaction_read_only = " + value);
            run(connection, "select pg_reload_conf()");
        }
        // Under the name localhost: what the driver knows of 127.0.0.1 is part of a test.
        await().atMost(20, SECONDS)
                .until(
                        () -> {
                            try (var session = server.getPostgresDatabase().getConnection()) {
                                return isReadOnly(session) == isStandby;
                            }
                        });
    }

    private static String both() {
        return address(first) + "," + address(second);
    }

    private static String address(EmbeddedPostgres server) {
        return "127.0.0.1:" + server.getPort();
    }
}
