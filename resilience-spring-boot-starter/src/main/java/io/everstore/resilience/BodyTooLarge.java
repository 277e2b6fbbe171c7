package io.everstore.resilience;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.util.unit.DataSize;

/**
 * The request's body is longer than allowed here. Thrown by reading it, so it surfaces wherever the
 * body is read: as the cause of a conversion failure, or of a failed call that forwards the body.
 */
public final class BodyTooLarge extends IOException {

    private static final long serialVersionUID = 1L;

    private final DataSize limit;

    private BodyTooLarge(DataSize limit) {
        super("The request body is longer than %d KiB".formatted(limit.toKilobytes()));
        this.limit = limit;
    }

    /** A body longer than {@code limit}. */
    public static BodyTooLarge over(DataSize limit) {
        return new BodyTooLarge(limit);
    }

    /** Tells whether this is what went wrong, however deep it is wrapped. */
    public static boolean isCauseOf(@Nullable Throwable failure) {
        return in(failure) != null;
    }

    /** Finds this in a chain of causes; null if it is not there. */
    public static @Nullable BodyTooLarge in(@Nullable Throwable failure) {
        Throwable cause = failure;
        // Chains of causes are short; a limit is cheaper than a set against a cycle.
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof BodyTooLarge found) {
                return found;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** Creates the answer, 413. */
    public ProblemDetail toProblem() {
        return Problems.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "body-too-large",
                "The request body is too large",
                "The body is longer than the %d KiB allowed here; send less at a time"
                        .formatted(limit.toKilobytes()));
    }
}
