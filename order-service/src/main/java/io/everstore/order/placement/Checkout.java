package io.everstore.order.placement;

import io.everstore.order.outage.Database;
import io.everstore.order.placement.Intake.Receipt;
import io.everstore.resilience.Deadline;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Takes an order: into the database if it answers within {@link PlacementSettings#deadline}, else
 * into the intake, or still into the database if its late answer comes first. Whatever hangs, and
 * wherever, the answer is there within {@link PlacementSettings#answer} of the request's arrival.
 *
 * <p>So a short failover is a slow answer, a longer one a queued order, and neither is an error. A
 * database that is only slow is waited for even without an intake.
 */
@Component
class Checkout {

    /** Less would refuse who had to wait for a thread, though the brokers are well. */
    private static final Duration SHORTEST = Duration.ofMillis(250);

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
     * @throws KeyInFlight when another request with the key takes too long, and was not answered
     *     yet
     * @throws OutcomeUnknown when neither database nor intake answered in time
     */
    Accepted place(Purchase purchase) {
        // Two orders under one key are noticed here if the first is queued; later it is too late.
        intake.heard(purchase.orderId()).ifPresent(first -> refuseAnother(first, purchase));
        Attempts attempts =
                new Attempts(purchase, left(), placement, database, settings.pause(), nanoTime);
        // The other half of a caller's patience is the intake's.
        Duration soon = Deadline.withinHalf(Deadline.withinSinceArrival(settings.deadline()));
        try {
            Optional<Placed> placed = attempts.within(soon);
            return placed.isPresent() ? placed.get() : firstWord(purchase, attempts);
        } catch (LinesNotValid | TotalNotAccepted | KeyInFlight refusal) {
            return promised(purchase, refusal);
        }
    }

    private Duration left() {
        return Deadline.withinSinceArrival(settings.answer());
    }

    private Accepted firstWord(Purchase purchase, Attempts attempts) {
        Duration left = left();
        Duration patience = left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
        var receipt = elsewhere("intake-question", () -> intake.take(purchase, patience));
        var placed = elsewhere("late-attempts", attempts::untilTheEnd);
        try {
            return new FirstWord(purchase, placed, receipt.exceptionally(Receipt.Unknown::new))
                    .within(patience);
        } finally {
            attempts.stop();
        }
    }

    private static <T> CompletableFuture<T> elsewhere(String name, Supplier<T> question) {
        return CompletableFuture.supplyAsync(
                Context.current().wrapSupplier(question),
                task -> Thread.ofVirtual().name(name).start(task));
    }

    /**
     * Nothing is refused that an earlier request with the key was promised: such an order waits in
     * the intake, and what stands against it becomes its customer's answer there. That earlier
     * request may hold the key for as long as no standby confirms its commit.
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
}
