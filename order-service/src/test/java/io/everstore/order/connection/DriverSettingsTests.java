package io.everstore.order.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.everstore.order.Backends;
import io.everstore.order.CuttableLink;
import io.everstore.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The parameters of the JDBC URL, each with and without. */
class DriverSettingsTests {

    private static final String PRIMARY = "127.0.0.1:" + Backends.POSTGRES.port();

    private static PostgresServer other;
    private static String standby;

    @BeforeAll
    static void startAnother() {
        other = Backends.anotherPostgres();
        standby = "127.0.0.1:" + other.port();
    }

    @AfterAll
    static void stop() throws Exception {
        other.close();
    }

    @Test
    void targetServerTypePassesAStandbyBy() {
        String question = "show transaction_read_only";
        String hosts = standby + "," + PRIMARY;
        demote();

        try (var with = ShippedPool.to(hosts);
                var without = ShippedPool.without("targetServerType", hosts)) {
            assertThat(Sessions.ask(with, question)).isEqualTo("off");
            assertThat(Sessions.ask(without, question)).as("orders would fail").isEqualTo("on");
        } finally {
            promote();
        }
    }

    /** Else the one host that is asked is the one that was the primary. */
    @Test
    void hostRecheckSecondsAsksThePromotedStandbyAtOnce() throws Exception {
        assertThat(findsThePromotedStandby(ShippedPool::to)).isTrue();
        assertThat(
                        findsThePromotedStandby(
                                hosts -> ShippedPool.without("hostRecheckSeconds", hosts)))
                .isFalse();
    }

    private static boolean findsThePromotedStandby(Function<String, HikariDataSource> settings)
            throws Exception {
        demote();
        try (var link = new CuttableLink(Backends.POSTGRES.port());
                var pool = settings.apply(standby + ",127.0.0.1:" + link.port())) {
            // The driver remembers who was what, for all pools.
            assertThat(logsIn(pool)).isTrue();
            promote();
            link.goAway();
            return logsIn(pool);
        } finally {
            promote();
        }
    }

    @Test
    void connectTimeoutLeavesTimeForTheNextHost() throws Exception {
        try (var deaf = new DeafHost();
                var with = ShippedPool.to(deaf.address() + "," + PRIMARY);
                var without =
                        ShippedPool.without("connectTimeout", deaf.address() + "," + PRIMARY)) {
            CompletableFuture<Boolean> never = firstConnection(without);

            await().atMost(30, SECONDS).until(() -> connects(with));

            assertThat(never.get(60, SECONDS)).isFalse();
        }
    }

    @Test
    void loginTimeoutEndsALoginThatIsNotAnswered() throws Exception {
        try (var mute = new MuteHost();
                var with = ShippedPool.to(mute.address());
                var without = ShippedPool.without("loginTimeout", mute.address())) {
            var given = elsewhere(() -> logsIn(with));
            var waiting = elsewhere(() -> logsIn(without));

            assertThat(given.get(60, SECONDS)).isFalse();

            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void socketTimeoutEndsAStatementThatIsNeverAnswered() throws Exception {
        try (var link = new CuttableLink(Backends.POSTGRES.port());
                var with = ShippedPool.to("127.0.0.1:" + link.port());
                var without = ShippedPool.without("socketTimeout", "127.0.0.1:" + link.port());
                Connection one = Sessions.connection(with);
                Connection two = Sessions.connection(without)) {
            link.freeze();
            var given = Sessions.begin(one, it -> Sessions.ask(it, "select 1"));
            var waiting = Sessions.begin(two, it -> Sessions.ask(it, "select 1"));

            Sessions.assertFails(given).rootCause().hasMessageContaining("Read timed out");

            assertThat(waiting).isNotDone();
            link.heal();
            assertThat(waiting.get(60, SECONDS)).isEqualTo("1");
        }
    }

    @Test
    void cancelSignalTimeoutEndsACancellationThatIsNeverHeard() throws Exception {
        try (var link = new CuttableLink(Backends.POSTGRES.port());
                var with = ShippedPool.to("127.0.0.1:" + link.port());
                var without =
                        ShippedPool.without("cancelSignalTimeout", "127.0.0.1:" + link.port())) {
            // Their pools close them: they themselves would wait for their statements.
            Statement one = sleeping(Sessions.connection(with));
            Statement two = sleeping(Sessions.connection(without));
            link.ignoreNew();
            var given = Sessions.begin(one.getConnection(), _ -> cancel(one));
            var waiting = Sessions.begin(two.getConnection(), _ -> cancel(two));

            assertThat(given.get(60, SECONDS)).isTrue();

            assertThat(waiting).isNotDone();
        }
    }

    /** Lets the kernel find out that the other side of an idle connection is gone. */
    @Test
    void tcpKeepAliveSetsTheKernelsTimer() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/net/tcp")), "no list of connections to look at");
        try (var link = new CuttableLink(Backends.POSTGRES.port());
                var with = ShippedPool.to("127.0.0.1:" + link.port());
                Connection _ = Sessions.connection(with)) {
            await().atMost(10, SECONDS).until(() -> isKeptAlive(link.port()));
        }
        try (var link = new CuttableLink(Backends.POSTGRES.port());
                var without = ShippedPool.without("tcpKeepAlive", "127.0.0.1:" + link.port());
                Connection _ = Sessions.connection(without)) {
            assertThat(isKeptAlive(link.port())).isFalse();
        }
    }

    /** Whether the pool gets any connection, all hosts being tried again and again. */
    private static CompletableFuture<Boolean> firstConnection(HikariDataSource pool) {
        return elsewhere(
                () -> {
                    for (int i = 0; i < 4; i++) {
                        if (connects(pool)) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    private static CompletableFuture<Boolean> elsewhere(Supplier<Boolean> question) {
        return CompletableFuture.supplyAsync(question, task -> Thread.ofVirtual().start(task));
    }

    /** Once, while a pool would go on trying. */
    private static boolean logsIn(HikariDataSource pool) {
        try (Connection _ =
                DriverManager.getConnection(
                        pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())) {
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    private static boolean connects(HikariDataSource pool) {
        try (Connection _ = pool.getConnection()) {
            return true;
        } catch (SQLException _) {
            return false;
        }
    }

    private static Statement sleeping(Connection connection) throws SQLException {
        String backend = Sessions.ask(connection, "select pg_backend_pid()");
        Statement statement = connection.createStatement();
        var _ = Sessions.begin(connection, _ -> statement.execute("select pg_sleep(20)"));
        await().until(
                        () ->
                                Backends.database()
                                        .sql(
                                                "select wait_event from pg_stat_activity where pid = ?")
                                        .param(Integer.valueOf(backend))
                                        .query(String.class)
                                        .optional()
                                        .filter("PgSleep"::equals)
                                        .isPresent());
        return statement;
    }

    private static boolean cancel(Statement statement) throws SQLException {
        statement.cancel();
        return true;
    }

    /** The service's side of a connection: its remote port, and the kind of its timer. */
    private static boolean isKeptAlive(int port) throws Exception {
        String remote = String.format(Locale.ROOT, ":%04X", port);
        String connections =
                Files.readString(Path.of("/proc/net/tcp"), US_ASCII)
                        + Files.readString(Path.of("/proc/net/tcp6"), US_ASCII);
        return connections
                .lines()
                .anyMatch(line -> line.matches(" *\\d+: \\S+ \\S+" + remote + " 01 \\S+ 02:.*"));
    }

    private static void demote() {
        database().sql("alter role order_app set default_transaction_read_only = on").update();
    }

    private static void promote() {
        database().sql("alter role order_app reset default_transaction_read_only").update();
    }

    private static JdbcClient database() {
        return JdbcClient.create(other.database("postgres"));
    }
}
