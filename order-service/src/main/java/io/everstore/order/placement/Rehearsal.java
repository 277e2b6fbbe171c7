package io.everstore.order.placement;

import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.outage.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Orders a product that does not exist, again and again, before the instance says that it is ready.
 *
 * <p>The first orders of a JVM load its classes and wait for its compiler. Under load they took
 * longer than a database may, were queued as if it were away, and were sent again: twice the work
 * for an instance that was too slow already. Nothing is stored, as the transaction is rolled back.
 */
@Component
class Rehearsal implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);

    /** After some 200 calls the first compiler of the JVM has what is called each time. */
    private static final int ROUNDS = 200;

    /** An instance is needed sooner than warm; 200 rounds take about one second on an idle core. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String NOTHING = "NO-SUCH-PRODUCT";

    private final Placement placement;
    private final Database database;
    private final Clock clock;
    private final LongSupplier nanoTime;

    Rehearsal(Placement placement, Database database, Clock clock, LongSupplier nanoTime) {
        this.placement = placement;
        this.database = database;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        long begin = nanoTime.getAsLong();
        int round = 0;
        while (round < ROUNDS && nanoTime.getAsLong() - begin < LIMIT.toNanos() && order()) {
            round++;
        }
        log.info(
                "Warm after {} orders of nothing and {} ms",
                round,
                Duration.ofNanos(nanoTime.getAsLong() - begin).toMillis());
    }

    /** False if there is no database to rehearse with. */
    private boolean order() {
        var basket = new Basket(List.of(new Basket.Item(NOTHING, 1, List.of(0))), null);
        var key = new IdempotencyKey("rehearsal-%016x".formatted(nanoTime.getAsLong()));
        Purchase purchase = Purchase.of("nobody", key, basket, clock.instant());
        try {
            database.read(PATIENCE, () -> placement.attempt(purchase, PATIENCE));
            return false; // somebody sells it
        } catch (LinesNotValid expected) {
            return true;
        } catch (RuntimeException away) {
            log.info("No rehearsal: {}", away.getMessage());
            return false;
        }
    }
}
