package io.everstore.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.servers.KafkaBroker;
import io.everstore.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the service needs around it, started once for all tests of a run. */
public final class Backends {

    public static final KeyPair ISSUER = rsa();
    public static final Path SECRETS = secrets();
    public static final PostgresServer POSTGRES = postgres();
    public static final CuttableLink LINK = link();
    public static final KafkaBroker KAFKA = kafka();

    /** Gets to see the traces that a test has begun, whichever instance works on them. */
    public static final Collector COLLECTOR = new Collector();

    private Backends() {}

    /** The database as its owner sees it, past the link. */
    public static JdbcClient database() {
        return JdbcClient.create(ordersAsSuperuser());
    }

    public static DataSource ordersAsSuperuser() {
        return POSTGRES.database("orders");
    }

    /** Points a context at these. */
    static final class Addresses
            implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of(
                            "POSTGRES_HOSTS=127.0.0.1:" + LINK.port(),
                            "KAFKA_BOOTSTRAP=" + KAFKA.address(),
                            "EVERSTORE_SECRETS=" + SECRETS,
                            "EVERSTORE_NODE=order-test",
                            "everstore.tracing.endpoint=" + COLLECTOR.endpoint(),
                            "everstore.tracing.share=0",
                            "everstore.tracing.pause=100ms",
                            "everstore.live.heartbeat=1s",
                            "everstore.live.lifetime=6s",
                            // A machine that is busy with other builds is slow, and that is no
                            // outage.
                            "everstore.placement.deadline=3s",
                            "everstore.placement.answer=9s",
                            "everstore.history.patience=2s",
                            "everstore.intake.send-timeout=5s",
                            "everstore.intake.metadata-timeout=2s",
                            "everstore.intake.request-timeout=3s",
                            "everstore.intake.catch-up=5s",
                            "spring.datasource.hikari.data-source-properties.prepareThreshold=0")
                    .applyTo(context);
        }
    }

    private static PostgresServer postgres() {
        PostgresServer postgres = anotherPostgres();
        assertThat(MigrateDatabase.run(migration(postgres.port()))).isZero();
        return postgres;
    }

    /** Another server with roles and an empty database. */
    public static PostgresServer anotherPostgres() {
        // Off by default in test servers; ours wait for a standby.
        return furnished(PostgresServer.start(Map.of("synchronous_commit", "on")));
    }

    /** Adds roles and an empty database. */
    static PostgresServer furnished(PostgresServer postgres) {
        try {
            run(
                    postgres.database("postgres"),
                    "create role order_owner login password 'owner'",
                    "create role order_app login password 'app'",
                    "create database orders owner order_owner");
            run(
                    postgres.database("orders"),
                    "grant usage on schema public to order_app",
                    "alter default privileges for role order_owner in schema public"
                            + " grant select, insert, update, delete on tables to order_app",
                    "alter default privileges for role order_owner in schema public"
                            + " grant usage on sequences to order_app");
            return postgres;
        } catch (SQLException e) {
            throw new IllegalStateException("no PostgreSQL for the tests", e);
        }
    }

    /** The environment of a migration job. */
    public static Map<String, String> migration(int port) {
        return Map.of("POSTGRES_HOSTS", "127.0.0.1:" + port, "EVERSTORE_SECRETS", SECRETS + "");
    }

    private static void run(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static CuttableLink link() {
        try {
            return new CuttableLink(POSTGRES.port());
        } catch (IOException e) {
            throw new IllegalStateException("no link for the tests", e);
        }
    }

    private static KafkaBroker kafka() {
        return KafkaBroker.start(
                Map.of(),
                // As on the cluster, so that one customer's order is kept among several.
                6,
                "catalog.products",
                "catalog.stock",
                "orders.events",
                "orders.intake",
                "orders.intake.dlt",
                "catalog.products.dlt",
                "catalog.stock.dlt");
    }

    private static Path secrets() {
        try {
            Path directory = Files.createTempDirectory("everstore-secrets");
            Files.writeString(directory.resolve("order-owner-password"), "owner\n");
            Files.writeString(directory.resolve("order-app-password"), "app\n");
            String key = Base64.getMimeEncoder().encodeToString(ISSUER.getPublic().getEncoded());
            Files.writeString(
                    directory.resolve("jwt-public-key.pem"),
                    "-----BEGIN PUBLIC KEY-----\n" + key + "\n-----END PUBLIC KEY-----\n");
            // The directory first, for what is registered last is deleted first.
            directory.toFile().deleteOnExit();
            try (var files = Files.list(directory)) {
                files.forEach(file -> file.toFile().deleteOnExit());
            }
            return directory;
        } catch (IOException e) {
            throw new IllegalStateException("no secrets for the tests", e);
        }
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }
}
