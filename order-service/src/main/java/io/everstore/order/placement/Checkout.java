package io.everstore.order.placement;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Attempts a placement until its outcome is known, for at most {@link PlacementSettings#deadline}.
 *
 * <p>A connection that breaks around COMMIT leaves it open whether the order is placed. This is
 * never answered by placing it again: the next attempt, on another connection, first claims the
 * same key and finds the order if it is there. An attempt without any connection has sent nothing
 * and is simply made again. So the crash of a primary is a slow answer, not an error.
 *
 * <p>This is no second layer of retries under the gateway's: nothing is sent to a database that
 * answers, and the time is that of one request.
 */
@Component
class Checkout {

    private static final Logger log = LoggerFactory.getLogger(Checkout.class);

    private final Placement placement;
    private final PlacementSettings settings;
    private final LongSupplier nanoTime;

    Checkout(Placement placement, PlacementSettings settings, LongSupplier nanoTime) {
        this.placement = placement;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /**
     * @return the order that the key stands for
     * @throws KeyInFlight when another request with the key takes too long
     * @throws OutcomeUnknown when the database did not answer in time
     */
    Placed place(Purchase purchase) {
        long end = nanoTime.getAsLong() + settings.deadline().toNanos();
        Duration left = settings.deadline();
        for (int attempt = 1; ; attempt++) {
            RuntimeException trouble;
            try {
                Placed placed = placement.attempt(purchase, left);
                return attempt == 1 ? placed : placed.recognisedBy(purchase);
            } catch (RuntimeException e) {
                trouble = whetherToAskAgain(e, attempt);
            }
            left = Duration.ofNanos(end - nanoTime.getAsLong()).minus(settings.pause());
            if (!left.isPositive() || !pause()) {
                throw OutcomeUnknown.of(purchase, attempt, trouble);
            }
            log.info(
                    "Order {}: the database was lost in attempt {}; asking for its key again",
                    purchase.orderId(),
                    attempt);
        }
    }

    /** Returns what is worth another attempt and throws the rest. */
    private static RuntimeException whetherToAskAgain(RuntimeException thrown, int attempt) {
        return switch (Trouble.of(thrown)) {
            case LINK -> thrown;
            case LOCKED -> {
                if (attempt == 1) {
                    throw KeyInFlight.because(thrown);
                }
                // Most likely it is our own first attempt, still waiting for a standby.
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
