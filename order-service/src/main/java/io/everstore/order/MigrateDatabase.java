package io.everstore.order;

import ch.qos.logback.classic.Level;
import io.everstore.resilience.DatabaseTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database {@code orders} to the schema of this version: once, as a job, before the
 * instances start. Running it again changes nothing. A main class without Spring, ready in a
 * second:
 *
 * <pre>java -cp order-service.jar io.everstore.order.MigrateDatabase</pre>
 *
 * It reads {@code POSTGRES_HOSTS}, {@code EVERSTORE_SECRETS} and the profile {@code tls} as the
 * service does, works as {@code order_owner}, and exits with 0 or 1 and one sentence.
 */
public final class MigrateDatabase {

    /** With one second between, this outlasts a cluster that is just starting or failing over. */
    private static final int CONNECT_RETRIES = 60;

    private MigrateDatabase() {}

    public static void main(String[] args) {
        // Flyway's own report would bury the one sentence; Logback prints everything if not told.
        if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
                instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(Level.ERROR);
        }
        System.exit(run(System.getenv()));
    }

    /** Migrates and returns the exit code. */
    static int run(Map<String, String> environment) {
        String hosts =
                environment.getOrDefault(
                        "POSTGRES_HOSTS", "127.0.0.1:5501,127.0.0.1:5502,127.0.0.1:5503");
        Path secrets = Path.of(environment.getOrDefault("EVERSTORE_SECRETS", "/run/secrets"));
        Path password = secrets.resolve("order-owner-password");
        try {
            MigrateResult result =
                    migrate(
                            hosts,
                            DatabaseTls.parameters(environment),
                            Files.readString(password).strip());
            System.out.printf(
                    "Database orders is at version %s; %d migrations were run.%n",
                    result.targetSchemaVersion == null
                            ? result.initialSchemaVersion
                            : result.targetSchemaVersion,
                    result.migrationsExecuted);
            return 0;
        } catch (IOException _) {
            System.err.printf("The password of order_owner cannot be read from %s.%n", password);
        } catch (FlywayException e) {
            System.err.printf(
                    "Database orders at %s was not migrated: %s%n",
                    hosts, String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
        }
        return 1;
    }

    private static MigrateResult migrate(String hosts, String tls, String password) {
        return Flyway.configure()
                .dataSource(
                        "jdbc:postgresql://"
                                + hosts
                                + "/orders?targetServerType=primary&hostRecheckSeconds=0"
                                + "&connectTimeout=1&loginTimeout=3&ApplicationName=migrate-orders"
                                + tls,
                        "order_owner",
                        password)
                .locations("classpath:db/outbox", "classpath:db/migration")
                // The starter counts its migrations from V001, the service from V100: a new one
                // of the starter comes after some of the service on a database that is in use.
                .outOfOrder(true)
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(1)
                // Another run of this job waits its turn, however long this one takes.
                .lockRetryCount(-1)
                .validateMigrationNaming(true)
                .cleanDisabled(true)
                .load()
                .migrate();
    }
}
