package io.everstore.order.placement;

import io.everstore.order.idempotency.KeyHeld;
import io.everstore.order.outage.Database;
import io.everstore.order.outage.NoTurn;
import io.everstore.order.outage.Trouble;
import io.everstore.resilience.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes an order: into the database if it answers within {@link PlacementSettings#deadline}, else
 * into the intake.
 *
 * <p>A connection that breaks around COMMIT leaves it open whether the order is placed. This is
 * never answered by placing it again: the next attempt, on another connection, first claims the
 * same key and finds the order if it is there. So does whoever places it from the intake. An
 * attempt without any connection has sent nothing and is simply made again. So a short failover is
 * a slow answer, a longer one a queued order, and neither is an error.
 *
 * <p>This is no second layer of retries under the gateway's: nothing is sent to a database that
 * answers, and the time is that of one request.
 */
@Component
class Checkout {

    private static final Logger log = LoggerFactory.getLogger(Checkout.class);

    private final Placement placement;
    private final Database database;
    private final Intake intake;
    private final PlacementSettings settings;
    private final LongSupplier nanoTime;

    Checkout(
            Placement placement,
            Database database,
            Intake intake,
            PlacementSettings settings,
            LongSupplier nanoTime) {
        this.placement = placement;
        this.database = database;
        this.intake = intake;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /**
     * @return the order that the key stands for
     * @throws KeyReused when another order was placed or queued under the key
     * @throws KeyInFlight when another request with the key takes too long
     * @throws OutcomeUnknown when neither database nor intake answered in time
     */
    Accepted place(Purchase purchase) {
        // Two orders under one key are noticed here if the first is queued; later it is too late.
        intake.heard(purchase.orderId()).ifPresent(first -> refuseAnother(first, purchase));
        Accepted now = placeNow(purchase);
        if (now != null) {
            return now;
        }
        return switch (intake.take(purchase)) {
            case Intake.Receipt.Taken() -> new Queued(purchase);
            case Intake.Receipt.Unknown(Throwable cause) ->
                    throw OutcomeUnknown.of(purchase, cause);
        };
    }

    /** Null if the database does not answer in time, or has too much to do to be asked. */
    private @Nullable Accepted placeNow(Purchase purchase) {
        // The other half of a caller's patience is the intake's.
        Duration left = Deadline.withinHalf(settings.deadline());
        long end = nanoTime.getAsLong() + left.toNanos();
        for (int attempt = 1; !database.isAway() && left.isPositive(); attempt++) {
            try {
                Duration patience = left;
                Placed placed =
                        database.commit(patience, () -> placement.attempt(purchase, patience));
                return attempt == 1 ? placed : placed.recognisedBy(purchase);
            } catch (LinesNotValid | TotalNotAccepted refusal) {
                return promised(purchase, refusal);
            } catch (NoTurn busy) {
                return null;
            } catch (RuntimeException e) {
                RuntimeException trouble = whetherToAskAgain(e, attempt);
                log.info(
                        "Order {}: attempt {} got no answer from the database: {}",
                        purchase.orderId(),
                        attempt,
                        trouble.getMessage());
            }
            left = Duration.ofNanos(end - nanoTime.getAsLong()).minus(settings.pause());
            if (!left.isPositive() || !pause()) {
                return null;
            }
        }
        return null;
    }

    /**
     * Nothing is refused that an earlier request with the key was promised: such an order waits in
     * the intake, and what stands against it becomes its customer's answer there.
     */
    private Queued promised(Purchase purchase, RuntimeException refusal) {
        Purchase waiting = intake.waiting(purchase.orderId()).orElseThrow(() -> refusal);
        refuseAnother(waiting, purchase);
        return new Queued(waiting);
    }

    private static void refuseAnother(Purchase first, Purchase second) {
        if (!first.basket().fingerprint().equals(second.basket().fingerprint())) {
            throw KeyReused.by(second);
        }
    }

    /** Returns what is worth another attempt and throws the rest. */
    private static RuntimeException whetherToAskAgain(RuntimeException thrown, int attempt) {
        return switch (Trouble.of(thrown)) {
            case LINK -> thrown;
            case LOCKED -> {
                if (attempt == 1 && thrown instanceof KeyHeld) {
                    throw KeyInFlight.because(thrown);
                }
                // Most likely it is our own first attempt, still waiting for a standby; or somebody
                // locked a whole table, and the order can wait elsewhere.
                yield thrown;
            }
            case OTHER -> throw thrown;
        };
    }

    private boolean pause() {
        try {
            Thread.sleep(settings.pause());
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
