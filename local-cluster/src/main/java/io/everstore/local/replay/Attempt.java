package io.everstore.local.replay;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the ledger: what one sending of a sale came to. Of all lines with one key, {@code ok}
 * outweighs {@code unknown}, which outweighs {@code fail}; the last line says the same as {@code
 * result}.
 *
 * @param key idempotency key
 * @param planned when it was to be sent; null if it never was, like {@code sent} and {@code
 *     answered}
 * @param answered when the answer was complete, or was given up
 * @param outcome of this attempt: {@code ok} acknowledged, {@code fail} certain to have had no
 *     effect, {@code unknown} neither
 * @param status HTTP status; 0 without an answer
 * @param attempts how many attempts this was, from 1; 0 if it was never sent
 * @param result on the last line of a sale: {@code placed}, {@code refused}, {@code unreached},
 *     {@code unknown}, {@code dropped} or {@code skipped}
 * @param servedBy {@code Everstore-Served-By} of the answer
 * @param reason what came instead of success
 */
record Attempt(
        String key,
        String invoice,
        @Nullable Instant planned,
        @Nullable Instant sent,
        @Nullable Instant answered,
        String outcome,
        int status,
        @Nullable String orderId,
        int attempts,
        @JsonProperty("final") boolean last,
        @Nullable String result,
        @Nullable String servedBy,
        @Nullable String reason) {

    /** The only line of an invoice that was never sent. */
    static Attempt never(String key, String invoice, Outcome outcome) {
        return new Attempt(
                key,
                invoice,
                null,
                null,
                null,
                "fail",
                0,
                null,
                0,
                true,
                outcome.word(),
                null,
                outcome.reason());
    }
}
