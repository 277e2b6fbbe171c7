package io.everstore.order.outage;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The database did not answer a question in the time there was for it. What the question was to
 * bring about may yet happen.
 */
public final class NoAnswer extends RuntimeException {

    private NoAnswer(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Nobody waits for it any more, so it is not asked. */
    public static NoAnswer tooLate() {
        return new NoAnswer("no connection in time", null);
    }

    static NoAnswer within(Duration patience) {
        return new NoAnswer("no answer within " + patience.toMillis() + " ms", null);
    }

    /** It is away, so it was not even asked. */
    public static NoAnswer expected() {
        return new NoAnswer("the database is away", null);
    }

    static NoAnswer interrupted(InterruptedException stopping) {
        return new NoAnswer("interrupted", stopping);
    }
}
