package io.everstore.local.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads the shop's databases on whichever server is the primary. */
public final class Databases {

    private final Everstore everstore;

    public Databases(Everstore everstore) {
        this.everstore = everstore;
    }

    /** All rows, the columns of each joined by a bar. */
    public List<String> query(String database, String sql) {
        try (Connection connection = connect(database);
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
            throw new AssertionError(sql, e);
        }
    }

    public long count(String database, String sql) {
        return Long.parseLong(query(database, sql).getFirst());
    }

    /** Runs a command of the administrator. */
    public void set(String sql) {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private Connection connect(String database) throws SQLException {
        try {
            String password =
                    Files.readString(
                            everstore.home().resolve("secrets/postgres-superuser-password"));
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:5501,127.0.0.1:5502,127.0.0.1:5503/"
                            + database
                            + "?targetServerType=primary&hostRecheckSeconds=0&connectTimeout=2&loginTimeout=5",
                    "postgres",
                    password.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
