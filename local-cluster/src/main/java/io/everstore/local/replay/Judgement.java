package io.everstore.local.replay;

import io.everstore.local.importing.shop.Answer;
import io.everstore.local.importing.shop.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What an answer to {@code POST /api/orders} proves. An order is acknowledged only by 2xx with its
 * id. A refusal is certain if its reason lies in the body, which is the same each time, or if no
 * attempt before it can have arrived; anything else leaves the outcome open.
 */
final class Judgement {

    private Judgement() {}

    /**
     * The outcome of a sale, or null if it is to be sent again.
     *
     * @param arrivedBefore whether an earlier attempt may have had an effect
     * @param over whether there is no time for another attempt
     */
    static @Nullable Outcome of(Answer answer, boolean arrivedBefore, boolean over) {
        if (answer instanceof Answer.Received received) {
            var id = orderId(received);
            if (id != null) {
                return new Outcome.Placed(id, received.status(), replayed(received));
            }
            if (!received.ok() && !received.passing()) {
                return !arrivedBefore || dependsOnBodyAlone(received.status())
                        ? new Outcome.Refused(Problem.of(received))
                        : new Outcome.Unknown(received.reason());
            }
        }
        if (!over) {
            return null;
        }
        return arrivedBefore || mayHaveArrived(answer)
                ? new Outcome.Unknown(answer.reason())
                : new Outcome.Unreached(answer.reason());
    }

    /** False only if this attempt is certain to have had no effect. */
    static boolean mayHaveArrived(Answer answer) {
        return switch (answer) {
            case Answer.NotSent _ -> false;
            case Answer.Lost _ -> true;
            case Answer.Received received ->
                    received.ok()
                            || received.status() / 100 == 5
                            || received.status() == 409
                            || received.status() == 408;
        };
    }

    private static boolean dependsOnBodyAlone(int status) {
        return status == 400 || status == 413 || status == 415 || status == 422;
    }

    private static @Nullable String orderId(Answer.Received received) {
        var id = received.json().path("id");
        return received.ok() && id.isString() ? id.asString() : null;
    }

    private static boolean replayed(Answer.Received received) {
        return received.header("idempotent-replayed").filter("true"::equals).isPresent();
    }
}
