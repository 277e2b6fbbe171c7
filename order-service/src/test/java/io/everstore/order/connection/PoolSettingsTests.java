package io.everstore.order.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.everstore.order.Backends;
import io.everstore.order.CuttableLink;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** HikariCP's settings, each with and without. */
class PoolSettingsTests {

    private static final String PRIMARY = "127.0.0.1:" + Backends.POSTGRES.port();
    private static final String NOBODY = "127.0.0.1:1";

    private static final String WHO = "select pg_backend_pid()";

    /** A server that was demoted under an open connection: 25006 from then on. */
    @Test
    void anOverriddenExceptionDropsAConnectionThatCannotWrite() {
        try (var with = ShippedPool.to(PRIMARY);
                var without = ShippedPool.without("exception-override-class-name", PRIMARY)) {
            // One connection each, so that the next one is the same or a new one.
            with.setMaximumPoolSize(1);
            without.setMaximumPoolSize(1);
            String dropped = failToWrite(with);
            String kept = failToWrite(without);

            assertThat(Sessions.ask(with, WHO)).isNotEqualTo(dropped);
            assertThat(Sessions.ask(without, WHO)).as("handed out again").isEqualTo(kept);
            assertThat(failToWrite(without)).as("and again").isEqualTo(kept);
        }
    }

    @Test
    void connectionTimeoutEndsTheWaitForAConnection() throws Exception {
        try (var with = ShippedPool.to(PRIMARY);
                var without = ShippedPool.without("connection-timeout", PRIMARY)) {
            List<Connection> taken = takeAll(with);
            taken.addAll(takeAll(without));
            var given = Sessions.begin(with, _ -> true);
            var waiting = Sessions.begin(without, _ -> true);

            Sessions.assertFails(given)
                    .rootCause()
                    .isInstanceOf(SQLTransientConnectionException.class);

            assertThat(waiting).isNotDone();
            for (Connection connection : taken) {
                connection.close();
            }
            assertThat(waiting.get(60, SECONDS)).isTrue();
        }
    }

    /** A connection that died unnoticed is tested before it is handed out. */
    @Test
    void validationTimeoutEndsTheTestOfADeadConnection() throws Exception {
        try (var link = new CuttableLink(Backends.POSTGRES.port());
                var with = ShippedPool.to("127.0.0.1:" + link.port());
                var without =
                        ShippedPool.without("validation-timeout", "127.0.0.1:" + link.port())) {
            with.setMaximumPoolSize(1);
            without.setMaximumPoolSize(1);
            Sessions.ask(with, WHO);
            Sessions.ask(without, WHO);
            long idle = System.nanoTime();
            // HikariCP believes in what was used within half a second.
            await().until(() -> System.nanoTime() - idle > 600_000_000);
            link.freeze();
            var given = Sessions.begin(with, _ -> true);
            var waiting = Sessions.begin(without, _ -> true);

            Sessions.assertFails(given).hasStackTraceContaining("SQLTransientConnectionException");

            assertThat(waiting).as("tested for 5 s").isNotDone();
            link.heal();
        }
    }

    /** Else every request makes a pool of its own, one after the other. */
    @Test
    void initializationFailTimeoutOpensThePoolWithoutADatabase() throws Exception {
        try (var with = ShippedPool.to(NOBODY);
                var without = ShippedPool.without("initialization-fail-timeout", NOBODY)) {
            assertThatThrownBy(with::getConnection)
                    .isInstanceOf(SQLTransientConnectionException.class);
            assertThat(with.isRunning()).isTrue();
            assertThatThrownBy(without::getConnection).isInstanceOf(SQLException.class);
            assertThat(without.isRunning()).isFalse();
        }
    }

    /** Six instances of two services and a rolling restart share PostgreSQL's connections. */
    @Test
    void maximumPoolSizeKeepsAShareForTheOthers() throws Exception {
        try (var with = ShippedPool.to(PRIMARY);
                var without = ShippedPool.without("maximum-pool-size", PRIMARY)) {
            List<Connection> taken = takeAll(with);
            List<Connection> more = takeAll(without);

            assertThat(taken.size() * 12).as("twice six pools").isLessThan(120);
            assertThat(more.size() * 12).isGreaterThanOrEqualTo(120);
            taken.addAll(more);
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    /** They take no effect in less than half a minute, so only what HikariCP makes of them. */
    @Test
    void idleConnectionsAreTestedAsOftenAsHikariAllowsAndNoneLivesLong() {
        try (var with = ShippedPool.to(PRIMARY);
                var untested = ShippedPool.without("keepalive-time", PRIMARY);
                var old = ShippedPool.without("max-lifetime", PRIMARY)) {
            assertThat(opened(with).getKeepaliveTime())
                    .isEqualTo(Duration.ofSeconds(30).toMillis());
            assertThat(opened(untested).getKeepaliveTime()).isGreaterThan(with.getKeepaliveTime());
            assertThat(with.getMaxLifetime()).isLessThan(opened(old).getMaxLifetime());
        }
    }

    private static HikariDataSource opened(HikariDataSource pool) {
        Sessions.ask(pool, WHO);
        return pool;
    }

    private static List<Connection> takeAll(HikariDataSource pool) throws Exception {
        List<Connection> taken = new ArrayList<>();
        for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
            taken.add(Sessions.connection(pool));
        }
        return taken;
    }

    /** Returns the backend of the connection that could not write. */
    private static String failToWrite(HikariDataSource pool) {
        return Sessions.now(
                pool,
                connection -> {
                    String backend = Sessions.ask(connection, WHO);
                    Sessions.execute(connection, "set default_transaction_read_only = on");
                    assertThatThrownBy(() -> Sessions.execute(connection, "delete from inbox"))
                            .hasFieldOrPropertyWithValue("SQLState", "25006");
                    return backend;
                });
    }
}
