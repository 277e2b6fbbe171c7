package io.everstore.resilience.autoconfigure;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Checks, beside the running service, that the database has the schema this version was built for.
 * A database that is away is waited for, however long; one that answers with another schema ends
 * the process, because every request would fail in its own obscure way. A newer schema is fine: two
 * versions run side by side during a roll-out.
 */
final class SchemaValidation implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SchemaValidation.class);

    private final DataSource dataSource;
    private final Duration retryInterval;
    private final Runnable exit;
    private volatile CountDownLatch stop = new CountDownLatch(0);
    private volatile boolean running;

    SchemaValidation(DataSource dataSource, Duration retryInterval, Runnable exit) {
        this.dataSource = dataSource;
        this.retryInterval = retryInterval;
        this.exit = exit;
    }

    @Override
    public void start() {
        stop = new CountDownLatch(1);
        running = true;
        Thread.ofPlatform().name("schema-validation").daemon().start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        stop.countDown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        try {
            do {
                if (isDecided()) {
                    return;
                }
            } while (!stop.await(retryInterval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** False if the database did not answer. */
    private boolean isDecided() {
        ValidateResult result;
        try {
            result =
                    Flyway.configure()
                            .dataSource(dataSource)
                            .locations("classpath:db/migration", "classpath:db/outbox")
                            .load()
                            .validateWithResult();
        } catch (FlywayException away) {
            log.debug("The schema is not checked yet: {}", away.toString());
            return false;
        }
        if (result.validationSuccessful) {
            log.info("The schema is the one of this version");
        } else {
            mismatch(result);
        }
        return true;
    }

    private void mismatch(ValidateResult result) {
        for (ValidateOutput migration : result.invalidMigrations) {
            log.error(
                    "The schema does not fit: migration {} ({}): {}",
                    migration.version,
                    migration.description,
                    migration.errorDetails.errorMessage);
        }
        log.error(
                "The database does not have the schema of this version, so this process ends;"
                        + " run the migration job of this version, then start it again");
        exit.run();
    }
}
