package io.everstore.order.placement;

import io.everstore.order.placement.Intake.Receipt;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is heard first of an order that the database is late with and the intake was asked to take:
 * the first durable word is the answer, whoever says it. Should both take it, it is one order: its
 * key is claimed by whoever places it first.
 *
 * <p>Only one refusal counts at once: that the key stands for another order, as this does not
 * change. Any other would be wrong if the intake has taken the order, so its word is awaited.
 *
 * @param database the order if it is placed; empty if the database was given up
 */
record FirstWord(
        Purchase purchase,
        CompletableFuture<Optional<Placed>> database,
        CompletableFuture<Receipt> intake) {

    /**
     * Waits for it.
     *
     * @throws KeyReused when the key stands for another order
     * @throws OutcomeUnknown when neither said anything durable in time
     * @throws RuntimeException as thrown by the database, when the intake has not got the order
     */
    Accepted within(Duration patience) {
        CompletableFuture<Accepted> word = new CompletableFuture<>();
        // Two steps: the end of these two comes after what they tell.
        var fromDatabase =
                database.thenApply(placed -> placed.isPresent() && word.complete(placed.get()))
                        .exceptionally(thrown -> tell(word, cause(thrown)));
        var fromIntake = intake.thenApply(receipt -> tell(word, receipt));
        CompletableFuture<Void> both = CompletableFuture.allOf(fromDatabase, fromIntake);
        var _ = both.thenRun(() -> word.completeExceptionally(neither()));
        try {
            return word.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown
                    ? thrown
                    : OutcomeUnknown.of(purchase, e);
        } catch (TimeoutException e) {
            throw OutcomeUnknown.of(purchase, e);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw OutcomeUnknown.of(purchase, stopping);
        }
    }

    private static boolean tell(CompletableFuture<Accepted> word, Throwable thrown) {
        return thrown instanceof KeyReused && word.completeExceptionally(thrown);
    }

    private boolean tell(CompletableFuture<Accepted> word, Receipt receipt) {
        return receipt instanceof Receipt.Taken && word.complete(new Queued(purchase));
    }

    /** What is true when both have spoken and neither has the order for certain. */
    private RuntimeException neither() {
        return switch (intake.join()) {
            case Receipt.NotTaken(Throwable away) when database.isCompletedExceptionally() ->
                    cause(database.exceptionNow()) instanceof RuntimeException thrown
                            ? thrown
                            : OutcomeUnknown.of(purchase, away);
            case Receipt.NotTaken(Throwable cause) -> OutcomeUnknown.of(purchase, cause);
            case Receipt.Unknown(Throwable cause) -> OutcomeUnknown.of(purchase, cause);
            case Receipt.Taken _ -> new IllegalStateException("it was taken");
        };
    }

    private static Throwable cause(Throwable thrown) {
        return thrown instanceof CompletionException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
    }
}
