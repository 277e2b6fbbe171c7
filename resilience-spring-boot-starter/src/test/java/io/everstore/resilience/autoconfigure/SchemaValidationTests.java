package io.everstore.resilience.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;

@ExtendWith(OutputCaptureExtension.class)
class SchemaValidationTests {

    private static final Duration BRIEFLY = Duration.ofMillis(20);
    private static EmbeddedPostgres postgres;

    private final AtomicInteger exits = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        var jdbc = new JdbcTemplate(postgres.getPostgresDatabase());
        jdbc.execute("create role kiosk_owner login password 'x'");
        jdbc.execute("create role kiosk_app login password 'x'");
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    /** With the role of the running service, which may not create anything. */
    @Test
    void isContentWithTheSchemaOfThisVersion(CapturedOutput output) {
        migrate(database("fits"), "classpath:db/migration", "classpath:db/outbox");
        try (var app = as("kiosk_app", "fits")) {
            validate(app);

            await().until(() -> output.getOut().contains("The schema is the one of this version"));
            assertThat(exits.get()).isZero();
        }
    }

    @Test
    void endsTheProcessIfAMigrationIsMissing(CapturedOutput output) {
        migrate(database("behind"), "classpath:db/outbox");
        try (var app = as("kiosk_app", "behind")) {
            validate(app);

            await().until(() -> exits.get() == 1);
            assertThat(output.getOut())
                    .contains("migration 100 (kiosk)")
                    .contains("run the migration job of this version");
        }
    }

    @Test
    void endsTheProcessIfAMigrationWasChangedAfterwards() {
        String name = database("changed");
        migrate(name, "classpath:db/migration", "classpath:db/outbox");
        try (var app = as("kiosk_app", "changed")) {
            new JdbcTemplate(postgres.getDatabase("postgres", name))
                    .update("update flyway_schema_history set checksum = 7 where version = '100'");
            validate(app);

            await().until(() -> exits.get() == 1);
        }
    }

    @Test
    void toleratesTheSchemaOfANewerVersion(CapturedOutput output) {
        String name = database("newer");
        migrate(name, "classpath:db/migration", "classpath:db/outbox");
        new JdbcTemplate(postgres.getDatabase("postgres", name))
                .update(
                        """
                        insert into flyway_schema_history
                        select 99, '999', 'of tomorrow', type, 'V999.sql', checksum,
                               installed_by, installed_on, execution_time, success
                        from flyway_schema_history where version = '100'
                        """);
        try (var app = as("kiosk_app", "newer")) {
            validate(app);

            await().until(() -> output.getOut().contains("The schema is the one of this version"));
            assertThat(exits.get()).isZero();
        }
    }

    @Test
    void waitsForADatabaseThatIsAway(CapturedOutput output) {
        migrate(database("away"), "classpath:db/migration", "classpath:db/outbox");
        try (var real = as("kiosk_app", "away");
                var nowhere = new HikariDataSource()) {
            nowhere.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/away");
            nowhere.setConnectionTimeout(250);
            nowhere.setInitializationFailTimeout(-1);
            var isBack = new AtomicBoolean();
            var asked = new AtomicInteger();
            validate(
                    new AbstractDataSource() {
                        @Override
                        public Connection getConnection() throws SQLException {
                            asked.incrementAndGet();
                            return (isBack.get() ? real : nowhere).getConnection();
                        }

                        @Override
                        public Connection getConnection(String user, String password)
                                throws SQLException {
                            return getConnection();
                        }
                    });

            await().until(() -> asked.get() >= 3);
            assertThat(exits.get()).isZero();
            isBack.set(true);
            await().until(() -> output.getOut().contains("The schema is the one of this version"));
        }
    }

    private void validate(DataSource dataSource) {
        new SchemaValidation(dataSource, BRIEFLY, exits::incrementAndGet).start();
    }

    /** As the launcher makes it: the owner migrates, the application may only use. */
    private static String database(String name) {
        new JdbcTemplate(postgres.getPostgresDatabase())
                .execute("create database %s owner kiosk_owner".formatted(name));
        var jdbc = new JdbcTemplate(postgres.getDatabase("postgres", name));
        jdbc.execute("grant usage on schema public to kiosk_app");
        jdbc.execute("grant create on schema public to kiosk_owner");
        jdbc.execute(
                """
                alter default privileges for role kiosk_owner in schema public
                grant select, insert, update, delete on tables to kiosk_app
                """);
        return name;
    }

    private static void migrate(String name, String... locations) {
        try (var owner = as("kiosk_owner", name)) {
            Flyway.configure().dataSource(owner).locations(locations).load().migrate();
        }
    }

    private static HikariDataSource as(String role, String name) {
        var dataSource = new HikariDataSource();
        dataSource.setJdbcUrl(postgres.getJdbcUrl(role, name));
        dataSource.setUsername(role);
        dataSource.setPassword("x");
        dataSource.setMaximumPoolSize(2);
        return dataSource;
    }
}
