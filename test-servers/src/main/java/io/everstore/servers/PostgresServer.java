package io.everstore.servers;

import java.io.Closeable;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One PostgreSQL on 127.0.0.1, empty, which believes whoever says that he is {@code postgres}. */
public interface PostgresServer extends Closeable {

    /**
     * Starts one.
     *
     * @param settings of its configuration, for example {@code synchronous_commit=on}, which is off
     *     by default as is fsync: nothing outlives a test
     */
    static PostgresServer start(Map<String, String> settings) {
        return PostgresContainer.start(settings).orElseGet(() -> PostgresProgram.start(settings));
    }

    /** Starts a program in any case, for settings that name files of this machine. */
    static PostgresServer startHere(Map<String, String> settings) {
        return PostgresProgram.start(settings);
    }

    int port();

    /** A database of it as its administrator sees it. */
    default DataSource database(String name) {
        var database = new PGSimpleDataSource();
        database.setUrl(url(name));
        return database;
    }

    /**
     * The same as a URL for JDBC. Not by the address that services under test are given: the driver
     * remembers by name and port what a server was, for all connections of the process.
     */
    default String url(String database) {
        return "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(port(), database);
    }

    /** Ends it and forgets its data. */
    @Override
    void close();
}
