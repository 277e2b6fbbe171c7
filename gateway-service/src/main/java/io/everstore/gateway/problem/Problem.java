package io.everstore.gateway.problem;

import io.everstore.resilience.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * A refusal that a client can act upon.
 *
 * @param retryAfter when a second try makes sense; null if it does not
 */
public record Problem(ProblemDetail content, @Nullable Duration retryAfter) {

    /**
     * A refusal that a second try would not change.
     *
     * @param name the stable last part of the type URI, as {@code unavailable}
     * @param detail what happened, where, and what to do about it; never an internal message
     */
    public static Problem of(HttpStatus status, String name, String title, String detail) {
        return new Problem(Problems.of(status, name, title, detail), null);
    }

    /** The same, but passing. */
    public Problem retryAfter(Duration time) {
        return new Problem(content, time);
    }

    /** For a controller. */
    public ResponseEntity<ProblemDetail> toEntity() {
        var entity =
                ResponseEntity.status(content.getStatus())
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (retryAfter != null) {
            entity.header(HttpHeaders.RETRY_AFTER, seconds(retryAfter));
        }
        return entity.body(content);
    }

    /** For a route. */
    public ServerResponse toAnswer() {
        var answer =
                ServerResponse.status(content.getStatus())
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (retryAfter != null) {
            answer.header(HttpHeaders.RETRY_AFTER, seconds(retryAfter));
        }
        return answer.body(content);
    }

    /** Whole seconds, rounded up: earlier would be too early. */
    private static String seconds(Duration time) {
        return String.valueOf(time.plusMillis(999).toSeconds());
    }
}
