package io.everstore.chaos.invariant;

import io.everstore.local.audit.Databases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Writes to one server to see whether it acknowledges. */
final class Canary implements AutoCloseable {

    private static final String READ_ONLY = "25006";
    private static final int PATIENCE_MILLIS = 2000;

    private final String server;
    private final Connection connection;

    Canary(Databases databases, String server) throws SQLException {
        this.server = server;
        this.connection = databases.connect(server, "postgres");
        connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
    }

    /** Empty if it is a standby, or was told to stop waiting for one. */
    Optional<OneWriter.Ack> write() throws SQLException {
        long begun = System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "insert into chaos_canary (server) values ('%s') returning substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"
                                        .formatted(server))) {
            row.next();
            long timeline = Long.parseLong(row.getString(1), 16);
            boolean isReplicated = statement.getWarnings() == null;
            return isReplicated
                    ? Optional.of(new OneWriter.Ack(server, timeline, begun, System.nanoTime()))
                    : Optional.empty();
        } catch (SQLException e) {
            if (READ_ONLY.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
