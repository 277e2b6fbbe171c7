package io.everstore.order.connection;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.assertj.core.api.AbstractThrowableAssert;

/** What the tests do with connections. */
final class Sessions {

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private Sessions() {}

    /** Something that a connection is needed for. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Does it on a thread of its own, to see how long it takes; fails with what it throws. */
    static <T> CompletableFuture<T> begin(DataSource pool, Work<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (Connection connection = pool.getConnection()) {
                        return work.on(connection);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                THREADS);
    }

    static <T> T now(DataSource pool, Work<T> work) {
        try (Connection connection = connection(pool)) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For whom it does not matter when: a busy machine may take longer than the pool waits. */
    static Connection connection(DataSource pool) {
        return await().atMost(60, SECONDS)
                .pollDelay(Duration.ZERO)
                .ignoreException(SQLTransientConnectionException.class)
                .until(pool::getConnection, Objects::nonNull);
    }

    static <T> CompletableFuture<T> begin(Connection connection, Work<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.on(connection);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                THREADS);
    }

    static String ask(DataSource pool, String sql) {
        return now(pool, connection -> ask(connection, sql));
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static boolean execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }

    /** That it fails; how soon is for the test to compare with. */
    static AbstractThrowableAssert<?, ? extends Throwable> assertFails(CompletableFuture<?> work) {
        return assertThatThrownBy(() -> work.get(60, SECONDS))
                .isInstanceOf(java.util.concurrent.ExecutionException.class);
    }
}
