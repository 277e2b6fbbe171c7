package io.everstore.local.bench;

import io.everstore.local.acceptance.Everstore;
import io.everstore.local.audit.Databases;
import io.everstore.local.probe.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Counts the queries that name a thing, in the logs of the database servers: exact, where the
 * counters of PostgreSQL would count everybody's queries and come late. Logs everything while open.
 */
final class QueryLog implements AutoCloseable {

    /** The log is written by each process of the server before it answers its client. */
    private static final Duration WRITTEN = Duration.ofMillis(500);

    private static final List<String> SERVERS = List.of("pg-1", "pg-2", "pg-3");

    private final Everstore everstore;
    private final Databases databases;

    QueryLog(Everstore everstore, Databases databases) {
        this.everstore = everstore;
        this.databases = databases;
        set("alter system set log_statement = 'all'");
    }

    private void set(String sql) {
        databases.execute("postgres", sql);
        databases.execute("postgres", "select pg_reload_conf()");
        Await.pause(WRITTEN);
    }

    /** Queries so far with this as a parameter or in their text. */
    long naming(String thing) {
        Await.pause(WRITTEN);
        return SERVERS.stream().mapToLong(server -> lines(server, thing)).sum();
    }

    private long lines(String server, String thing) {
        Path log = everstore.home().resolve("logs/" + server + ".log");
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("'" + thing)).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        set("alter system reset log_statement");
    }
}
