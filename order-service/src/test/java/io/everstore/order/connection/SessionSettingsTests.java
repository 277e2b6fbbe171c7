package io.everstore.order.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.order.Backends;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The options of every session, each with and without: how long anybody can hold up others. */
class SessionSettingsTests {

    private static final String PRIMARY = "127.0.0.1:" + Backends.POSTGRES.port();

    /** Another request holds the key; so does its lock, until this one gives up. */
    @Test
    void lockTimeoutEndsTheWaitForAnotherRequest() throws Exception {
        try (Connection holder = Backends.ordersAsSuperuser().getConnection();
                var with = ShippedPool.to(PRIMARY);
                var without = ShippedPool.without("lock_timeout", PRIMARY)) {
            holder.setAutoCommit(false);
            lock(holder, 1);
            var given = locking(with, 1);
            var waiting = locking(without, 1);

            Sessions.assertFails(given)
                    .rootCause()
                    .hasFieldOrPropertyWithValue("SQLState", "55P03");

            assertThat(waiting).isNotDone();
            holder.rollback();
            assertThat(waiting.get(60, SECONDS)).isTrue();
        }
    }

    /** Two instances freeze in the middle of a transaction. */
    @Test
    void idleInTransactionSessionTimeoutFreesTheLocksOfAFrozenInstance() throws Exception {
        try (var with = ShippedPool.to(PRIMARY);
                var without = ShippedPool.without("idle_in_transaction_session_timeout", PRIMARY);
                Connection held = Sessions.connection(without)) {
            // Closed by its pool: the server ends it before.
            Connection freed = Sessions.connection(with);
            freed.setAutoCommit(false);
            held.setAutoCommit(false);
            lock(freed, 1);
            lock(held, 2);

            await().atMost(60, SECONDS).until(() -> isFree(1));

            assertThat(isFree(2)).isFalse();
        }
    }

    private static CompletableFuture<Boolean> locking(DataSource pool, int number) {
        return Sessions.begin(
                pool,
                connection -> {
                    connection.setAutoCommit(false);
                    return lock(connection, number);
                });
    }

    private static boolean lock(Connection connection, int number) throws java.sql.SQLException {
        return Sessions.execute(connection, "select pg_advisory_xact_lock(4711, " + number + ")");
    }

    private static boolean isFree(int number) {
        return Sessions.ask(
                        Backends.ordersAsSuperuser(),
                        "select pg_try_advisory_xact_lock(4711, " + number + ")")
                .equals("t");
    }
}
