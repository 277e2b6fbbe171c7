package io.everstore.local.console;

import io.everstore.local.topology.Home;
import io.everstore.local.topology.NodeView;
import io.everstore.local.topology.Secrets;
import io.everstore.local.transport.Transport;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far the standbys are behind the primary, as the primary sees it. */
final class Standbys implements AutoCloseable {

    private static final String QUERY =
            """
            select application_name, sync_state,
                   coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), flush_lsn), 0),
                   coalesce(extract(epoch from flush_lag) * 1000, 0)
              from pg_stat_replication
            """;

    private final Home home;
    private final Transport transport;
    private @Nullable Connection connection;
    private int port;

    /**
     * One of them.
     *
     * @param sync quorum, async or catching up
     * @param bytes of the log that it has not yet on disk
     * @param millis how old the last of what it has was when it was on disk
     */
    record Lag(String sync, long bytes, double millis) {}

    Standbys(Home home, Transport transport) {
        this.home = home;
        this.transport = transport;
    }

    /** By name; empty while there is no primary that answers. */
    Map<String, Lag> read(List<NodeView> nodes) {
        Optional<NodeView> primary =
                nodes.stream()
                        .filter(node -> node.tier().equals("postgres") && node.isUp())
                        .filter(node -> "primary".equals(node.role()))
                        .findFirst();
        if (primary.isEmpty()) {
            close();
            return Map.of();
        }
        try (Statement statement = connected(primary.get().port()).createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            Map<String, Lag> lags = new TreeMap<>();
            while (rows.next()) {
                lags.put(
                        rows.getString(1),
                        new Lag(rows.getString(2), rows.getLong(3), rows.getDouble(4)));
            }
            return lags;
        } catch (SQLException notNow) {
            close();
            return Map.of();
        }
    }

    private Connection connected(int primary) throws SQLException {
        Connection open = connection;
        if (open == null || port != primary) {
            close();
            open =
                    DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:"
                                    + primary
                                    + "/postgres?connectTimeout=1&loginTimeout=1&socketTimeout=1&ApplicationName=console",
                            properties());
            connection = open;
            port = primary;
        }
        return open;
    }

    private Properties properties() {
        Properties properties = new Properties();
        transport.database().forEach(properties::setProperty);
        properties.setProperty("user", "postgres");
        properties.setProperty("password", Secrets.in(home).read("postgres-superuser-password"));
        return properties;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException alreadyGone) {
                // It was to be closed, and it is.
            }
        }
    }
}
