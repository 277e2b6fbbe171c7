package io.everstore.catalog;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.everstore.resilience.DatabaseTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema of the catalogue up to date: a job of its own that runs once before the
 * services start, because services that all migrate at their start wait for each other.
 *
 * <p>Takes {@code POSTGRES_HOSTS}, {@code EVERSTORE_SECRETS} and the profile {@code tls} from the
 * environment, like the service. Says in one sentence what it did; exit code 0 if the schema is up
 * to date, else 1.
 */
public final class MigrateDatabase {

    private MigrateDatabase() {}

    public static void main(String[] args) {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.ERROR);
        }
        System.exit(run(System.getenv()));
    }

    private static int run(Map<String, String> environment) {
        String hosts = environment.getOrDefault("POSTGRES_HOSTS", "127.0.0.1:5432");
        Path secret =
                Path.of(environment.getOrDefault("EVERSTORE_SECRETS", "/run/secrets"))
                        .resolve("catalog-owner-password");
        try {
            String password = Files.readString(secret).strip();
            System.out.println(migrate(hosts, DatabaseTls.parameters(environment), password));
            return 0;
        } catch (IOException e) {
            System.err.printf(
                    "The catalogue was not migrated: the password of catalog_owner cannot be read"
                            + " from %s.%n",
                    secret);
        } catch (FlywayException e) {
            System.err.printf("The catalogue on %s was not migrated: %s%n", hosts, e.getMessage());
        }
        return 1;
    }

    /**
     * Migrates.
     *
     * @param hosts {@code host:port}, comma-separated; the primary among them is found
     * @param tls what {@link DatabaseTls} adds to the URL
     * @return a sentence that says what was done
     * @throws FlywayException if the schema is not up to date now
     */
    static String migrate(String hosts, String tls, String password) {
        // No socket time-out: to build an index on a large table takes as long as it takes.
        String url =
                "jdbc:postgresql://%s/catalog?targetServerType=primary&connectTimeout=2&loginTimeout=8&tcpKeepAlive=true&ApplicationName=migrate-catalog%s"
                        .formatted(hosts, tls);
        MigrateResult result =
                Flyway.configure()
                        .dataSource(url, "catalog_owner", password)
                        .locations("classpath:db/outbox", "classpath:db/migration")
                        // The starter counts its migrations from V001, the service from V100: a new
                        // one of the
                        // starter comes after some of the service on a database that is in use.
                        .outOfOrder(true)
                        // A database that is starting or failing over is back within a minute.
                        .connectRetries(60)
                        .connectRetriesInterval(1)
                        // Several jobs at once are fine: the others wait, however long it takes.
                        .lockRetryCount(-1)
                        .load()
                        .migrate();
        return result.migrationsExecuted == 0
                ? "The schema of the catalogue is up to date (version %s)."
                        .formatted(result.initialSchemaVersion)
                : "The schema of the catalogue was migrated to version %s (%d scripts)."
                        .formatted(result.targetSchemaVersion, result.migrationsExecuted);
    }
}
