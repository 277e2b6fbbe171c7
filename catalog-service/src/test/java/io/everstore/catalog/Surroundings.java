package io.everstore.catalog;

import io.everstore.servers.KafkaBroker;
import io.everstore.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * What the service runs on, started once for all tests of this JVM: PostgreSQL with the roles and
 * databases that the launcher makes, one Kafka broker, Redis behind a Sentinel, and the secrets.
 */
final class Surroundings {

    static final PostgresServer POSTGRES = postgres();
    static final KafkaBroker KAFKA =
            KafkaBroker.start(
                    Map.of(),
                    6,
                    "orders.events",
                    "orders.events.dlt",
                    "catalog.stock",
                    "catalog.products");
    static final RedisNode REDIS = RedisNode.started();
    static final Tokens TOKENS = new Tokens();

    private Surroundings() {}

    /** Starts everything and tells the service where it is, the way the launcher does. */
    static void start() {
        if (System.getProperty("POSTGRES_HOSTS") != null) {
            return;
        }
        Path secrets = secrets();
        System.setProperty("EVERSTORE_NODE", "catalog-test");
        System.setProperty("EVERSTORE_SECRETS", secrets.toString());
        System.setProperty("KAFKA_BOOTSTRAP", KAFKA.address());
        System.setProperty("REDIS_SENTINELS", "127.0.0.1:" + REDIS.sentinelPort());
        System.setProperty("POSTGRES_HOSTS", "127.0.0.1:" + POSTGRES.port());
        // No test waits long for the next look at what has expired.
        System.setProperty("everstore.catalog.reservation.interval", "500ms");
        MigrateDatabase.migrate(System.getProperty("POSTGRES_HOSTS"), "", "owner");
    }

    private static PostgresServer postgres() {
        return furnished(
                PostgresServer.start(
                        Map.of(
                                "max_connections", "60",
                                // As the launcher has it, for figures that hold there, too.
                                "shared_buffers", "64MB")));
    }

    /** Adds roles and an empty database. */
    static PostgresServer furnished(PostgresServer postgres) {
        try {
            run(
                    postgres.database("postgres").getConnection(),
                    "create role catalog_owner login password 'owner'",
                    "create role catalog_app login password 'app'",
                    "create database catalog owner catalog_owner");
            run(
                    postgres.database("catalog").getConnection(),
                    "revoke create on schema public from public",
                    "grant usage, create on schema public to catalog_owner",
                    "grant usage on schema public to catalog_app",
                    "alter default privileges for role catalog_owner grant select, insert, update,"
                            + " delete on tables to catalog_app",
                    "alter default privileges for role catalog_owner grant usage on sequences to"
                            + " catalog_app");
            return postgres;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Path secrets() {
        try {
            Path secrets = Files.createTempDirectory("everstore-secrets");
            Files.writeString(secrets.resolve("catalog-app-password"), "app");
            Files.writeString(secrets.resolve("catalog-owner-password"), "owner\n");
            Files.writeString(secrets.resolve("jwt-public-key.pem"), TOKENS.publicKeyPem());
            deleteAtExit(secrets);
            return secrets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directory first, for what is registered last is deleted first. */
    private static void deleteAtExit(Path directory) throws IOException {
        directory.toFile().deleteOnExit();
        try (var files = Files.list(directory)) {
            files.forEach(file -> file.toFile().deleteOnExit());
        }
    }
}
