package io.everstore.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class EvictReadOnlyConnectionsTests {

    /** A session that turned read-only passes validation; only the failed write tells. */
    @Test
    void replacesAConnectionWhoseServerWasDemoted() throws Exception {
        try (var postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
                var pool = new HikariDataSource()) {
            pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
            pool.setMaximumPoolSize(1);
            pool.setExceptionOverrideClassName(EvictReadOnlyConnections.class.getName());
            long before = backend(pool);
            try (var connection = pool.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("set default_transaction_read_only = on");
                assertThatThrownBy(() -> statement.execute("create table t (id int)"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            }

            assertThat(backend(pool)).isNotEqualTo(before);
        }
    }

    @Test
    void keepsAConnectionAfterAnOrdinaryError() throws Exception {
        try (var postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
                var pool = new HikariDataSource()) {
            pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
            pool.setMaximumPoolSize(1);
            pool.setExceptionOverrideClassName(EvictReadOnlyConnections.class.getName());
            long before = backend(pool);
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("select 1/0"))
                        .isInstanceOf(SQLException.class);
            }

            assertThat(backend(pool)).isEqualTo(before);
        }
    }

    private static long backend(HikariDataSource pool) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }
}
