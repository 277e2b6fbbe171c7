package io.everstore.local.audit;

import io.everstore.local.transport.Transport;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;

/**
 * The shop's databases, looked at by an administrator.
 *
 * @param servers host:port of each
 * @param password asked for each connection, as a shop that is set up anew has another one
 * @param transport what they speak
 */
public record Databases(
        List<String> servers, String user, Supplier<String> password, Transport transport) {

    /** No server gives an answer. */
    public static final class Away extends RuntimeException {
        private Away(String sql, SQLException cause) {
            super("the database does not answer to: " + sql, cause);
        }
    }

    /** All rows from whichever server is the primary, the columns of each joined by a bar. */
    public List<String> query(String database, String sql) {
        try (Connection connection = open(String.join(",", servers), database, "primary");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException e) {
            throw new Away(sql, e);
        }
    }

    public long count(String database, String sql) {
        return Long.parseLong(query(database, sql).getFirst());
    }

    public double number(String database, String sql) {
        return Double.parseDouble(query(database, sql).getFirst());
    }

    /** Runs a statement on the primary. */
    public void execute(String database, String sql) {
        try (Connection connection = open(String.join(",", servers), database, "primary");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new Away(sql, e);
        }
    }

    /** A connection to one server, whatever it is. */
    public Connection connect(String server, String database) throws SQLException {
        return open(server, database, "any");
    }

    /** A connection to the primary. */
    public Connection connectToPrimary(String database) throws SQLException {
        return open(String.join(",", servers), database, "primary");
    }

    private Connection open(String hosts, String database, String type) throws SQLException {
        Properties properties = new Properties();
        transport.database().forEach(properties::setProperty);
        properties.setProperty("user", user);
        properties.setProperty("password", password.get());
        return DriverManager.getConnection(
                "jdbc:postgresql://%s/%s?targetServerType=%s&hostRecheckSeconds=0&connectTimeout=1&loginTimeout=3&socketTimeout=10"
                        .formatted(hosts, database, type),
                properties);
    }
}
