package io.everstore.order.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Those who wait for the board to catch up. Whoever asks at the same time shares one look. After a
 * look that failed nobody waits: the answer is "no" until one succeeds, which need not be asked
 * for.
 */
final class Questions {

    private final Queue<CompletableFuture<Boolean>> open = new ConcurrentLinkedQueue<>();

    private volatile boolean failed;

    /**
     * Asks and waits; false also if there is no answer in time.
     *
     * @param wake calls the one who answers
     */
    boolean ask(Duration patience, Runnable wake) {
        if (failed) {
            return false;
        }
        CompletableFuture<Boolean> question = new CompletableFuture<>();
        open.add(question);
        wake.run();
        try {
            return question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException _) {
            return false;
        } finally {
            question.complete(false);
            open.removeIf(CompletableFuture::isDone);
        }
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    boolean needAnswer() {
        return failed || !open.isEmpty();
    }

    /** Answers those that were asked before the look begins; the others need another one. */
    void answer(BooleanSupplier look) {
        var asked = new ArrayList<>(open);
        boolean answer = look.getAsBoolean();
        failed = !answer;
        asked.forEach(question -> question.complete(answer));
        open.removeIf(CompletableFuture::isDone);
    }
}
