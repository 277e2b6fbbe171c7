package io.everstore.order.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Makes the end of the current transaction safe to acknowledge.
 *
 * <p>It bounds how long the transaction waits for any one answer of the server, COMMIT included, by
 * a timeout on the socket. That is not a statement timeout: one would cancel the wait for the
 * standby, and PostgreSQL then reports success. A socket that is given up leaves the server to
 * finish, and the outcome unknown, which is the truth.
 *
 * <p>And it looks at what the commit said: a warning means that the wait for the standby was
 * cancelled by somebody else.
 */
@Component
public class CommitGuard {

    /** Less would give up on a healthy database that has just to switch context. */
    public static final Duration SHORTEST = Duration.ofMillis(250);

    private final JdbcTemplate jdbc;

    CommitGuard(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
    }

    /**
     * Watches the end of the current transaction.
     *
     * @param patience for each answer of the server; the pool restores its own when the connection
     *     comes back
     * @throws NotReplicated from the commit, when no standby has confirmed it
     */
    public void watch(Duration patience) {
        Duration each = patience.compareTo(SHORTEST) < 0 ? SHORTEST : patience;
        TransactionSynchronizationManager.registerSynchronization(
                jdbc.execute(
                        (Connection connection) -> {
                            connection.setNetworkTimeout(Runnable::run, (int) each.toMillis());
                            return new Commit(connection);
                        }));
    }

    private record Commit(Connection connection) implements TransactionSynchronization {

        /** Warnings from before the commit, such as from logging in, are not about it. */
        @Override
        public void beforeCommit(boolean readOnly) {
            try {
                connection.clearWarnings();
            } catch (SQLException e) {
                throw new IllegalStateException("the connection is closed before its commit", e);
            }
        }

        @Override
        public void afterCommit() {
            try {
                SQLWarning warning = connection.getWarnings();
                if (warning != null) {
                    throw NotReplicated.because(warning);
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the connection is closed after its commit", e);
            }
        }
    }
}
