package io.everstore.order.placement;

import io.everstore.order.idempotency.KeyHeld;
import io.everstore.order.outage.Database;
import io.everstore.order.outage.NoTurn;
import io.everstore.order.outage.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one request does to get its order into the database: one attempt, and others while that has
 * no answer and there is time.
 *
 * <p>A connection that breaks around COMMIT leaves it open whether the order is placed. This is
 * never answered by placing it again: the next attempt, on another connection, first claims the
 * same key and finds the order if it is there. An attempt without any connection has sent nothing
 * and is simply made again.
 *
 * <p>This is no second layer of retries under the gateway's: nothing is sent to a database that
 * answers, and the time is that of one request.
 */
final class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final Purchase purchase;
    private final Placement placement;
    private final Database database;
    private final Duration pause;
    private final LongSupplier nanoTime;
    private final long end;

    private int begun;
    private CompletableFuture<Placed> latest = new CompletableFuture<>();
    private volatile boolean over;

    /**
     * @param patience until nobody waits for an answer any more
     */
    Attempts(
            Purchase purchase,
            Duration patience,
            Placement placement,
            Database database,
            Duration pause,
            LongSupplier nanoTime) {
        this.purchase = purchase;
        this.placement = placement;
        this.database = database;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.end = nanoTime.getAsLong() + patience.toNanos();
    }

    /**
     * Empty if the database does not answer in time, or has too much to do to be asked. An attempt
     * that is under way then goes on.
     *
     * @throws LinesNotValid and others that say why the order is not placed
     * @throws KeyInFlight when another request with the key takes too long
     */
    Optional<Placed> within(Duration patience) {
        return goOn(nanoTime.getAsLong() + patience.toNanos(), false);
    }

    /**
     * Goes on until the end: with the answer that is late, with another attempt if there is none,
     * and with a turn if there was none. Empty if nothing came of it.
     */
    Optional<Placed> untilTheEnd() {
        Optional<Placed> late = begun == 0 ? Optional.empty() : late();
        return late.isPresent() ? late : goOn(end, true);
    }

    /** No attempt begins any more. */
    void stop() {
        over = true;
    }

    private Optional<Placed> late() {
        try {
            return Optional.of(latest.get(left(end).toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                var _ = whetherToAskAgain(thrown);
            }
            return Optional.empty();
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Placed> goOn(long time, boolean evenIfBusy) {
        Duration left = left(time);
        while (left.isPositive() && !over && !database.isAway()) {
            try {
                return Optional.of(ask(left));
            } catch (NoTurn busy) {
                if (!evenIfBusy) {
                    return Optional.empty();
                }
            } catch (RuntimeException e) {
                RuntimeException trouble = whetherToAskAgain(e);
                log.info(
                        "Order {}: attempt {} got no answer from the database: {}",
                        purchase.orderId(),
                        begun,
                        trouble.getMessage());
            }
            left = left(time).minus(pause);
            if (!left.isPositive() || !pause()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Placed ask(Duration patience) {
        CompletableFuture<Placed> before = latest;
        CompletableFuture<Placed> answer = new CompletableFuture<>();
        int number = begun + 1;
        latest = answer;
        begun = number;
        try {
            return database.commit(patience, () -> attempt(number, answer));
        } catch (NoTurn notBegun) {
            latest = before;
            begun = number - 1;
            throw notBegun;
        }
    }

    /** On a thread of its own, so its answer may come when the first wait for it is over. */
    private Placed attempt(int number, CompletableFuture<Placed> answer) {
        try {
            if (over) {
                throw new CancellationException("the order has its answer");
            }
            Placed placed = placement.attempt(purchase, left(end));
            Placed ours = number == 1 ? placed : placed.recognisedBy(purchase);
            answer.complete(ours);
            return ours;
        } catch (RuntimeException | Error thrown) {
            answer.completeExceptionally(thrown);
            throw thrown;
        }
    }

    /** Returns what is worth another attempt and throws the rest. */
    private RuntimeException whetherToAskAgain(RuntimeException thrown) {
        return switch (Trouble.of(thrown)) {
            case LINK -> thrown;
            case LOCKED -> {
                if (begun == 1 && thrown instanceof KeyHeld) {
                    throw KeyInFlight.because(thrown);
                }
                // Most likely it is our own first attempt, still waiting for a standby; or somebody
                // locked a whole table, and the order can wait elsewhere.
                yield thrown;
            }
            case OTHER -> throw thrown;
        };
    }

    private Duration left(long time) {
        return Duration.ofNanos(time - nanoTime.getAsLong());
    }

    private boolean pause() {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
