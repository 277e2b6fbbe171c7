package io.everstore.local.failover;

import io.everstore.local.topology.Home;
import io.everstore.local.topology.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The first start: one empty server, its roles and databases. Each service has a database of its
 * own, a role that owns the schema (for migrations) and one that may only read and write rows.
 */
final class Formation {

    private final Secrets secrets;

    Formation(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Makes the server, runs it, and leaves it running as the primary. */
    void form(PostgresServer first) throws ServerFailure {
        first.fence();
        initialise(first);
        first.startAlone();
        first.monitor().createSlots(first.files().others());
        try (Connection connection = first.monitor().open()) {
            execute(
                    connection,
                    "create role replicator replication login password '"
                            + secrets.read("postgres-replicator-password")
                            + "'");
            database(connection, "catalog", "catalog_owner", "catalog_app", "catalog");
            database(connection, "orders", "order_owner", "order_app", "order");
        } catch (SQLException e) {
            throw new ServerFailure("cannot create the roles and databases", e);
        }
        privileges(first, "catalog", "catalog_owner", "catalog_app");
        privileges(first, "orders", "order_owner", "order_app");
    }

    private static void initialise(PostgresServer server) throws ServerFailure {
        PostgresServer.Environment environment = server.environment();
        Path data = server.files().data();
        Path passwordFile = environment.home().run().resolve("superuser.pw");
        try {
            Home.delete(data);
            Home.privateDirectory(data);
            Files.writeString(passwordFile, environment.passwords().superuser());
            environment.privileges().handOver(data);
            environment.privileges().handOver(passwordFile);
            Process initdb =
                    environment
                            .processes()
                            .start(
                                    server.command(
                                            server.name() + "-initdb",
                                            server.program("initdb"),
                                            "--pgdata=" + data,
                                            "--username=postgres",
                                            "--pwfile=" + passwordFile,
                                            "--auth=scram-sha-256",
                                            "--encoding=UTF8",
                                            "--locale=C",
                                            "--locale-provider=builtin",
                                            "--builtin-locale=C.UTF-8",
                                            "--data-checksums",
                                            "--no-instructions"));
            if (initdb.waitFor() != 0) {
                throw new ServerFailure(
                        "initdb of " + server.name() + " failed: see " + server.log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot initialise " + server.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerFailure("interrupted during initdb of " + server.name(), e);
        } finally {
            forget(passwordFile);
        }
    }

    private static void forget(Path passwordFile) {
        try {
            Files.deleteIfExists(passwordFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + passwordFile, e);
        }
    }

    private void database(
            Connection connection, String name, String owner, String app, String secret)
            throws SQLException {
        role(connection, owner, secret + "-owner-password");
        role(connection, app, secret + "-app-password");
        execute(connection, "create database " + name + " owner " + owner);
        execute(connection, "revoke all on database " + name + " from public");
        execute(connection, "grant connect, temporary on database " + name + " to " + app);
    }

    private void role(Connection connection, String name, String secret) throws SQLException {
        execute(
                connection,
                "create role " + name + " login password '" + secrets.read(secret) + "'");
    }

    private static void privileges(PostgresServer server, String database, String owner, String app)
            throws ServerFailure {
        String byOwner = "alter default privileges for role " + owner + " in schema public grant ";
        try (Connection connection = server.monitor().open(database, 0)) {
            execute(connection, "alter schema public owner to " + owner);
            execute(connection, "grant usage on schema public to " + app);
            execute(connection, byOwner + "select, insert, update, delete on tables to " + app);
            execute(connection, byOwner + "usage, select on sequences to " + app);
        } catch (SQLException e) {
            throw new ServerFailure("cannot grant privileges in " + database, e);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
