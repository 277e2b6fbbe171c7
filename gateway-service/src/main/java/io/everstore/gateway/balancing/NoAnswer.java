package io.everstore.gateway.balancing;

import io.everstore.gateway.forwarding.Fault;
import io.everstore.gateway.problem.Problem;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * What a client is told when no instance gave an answer. Never an empty 200: nothing is not a
 * result.
 */
final class NoAnswer {

    private static final Duration SOON = Duration.ofSeconds(1);

    private NoAnswer() {}

    static Problem problem(Fault fault, ServerRequest request) {
        boolean harmless = Attempt.isSafe(request);
        return switch (fault) {
            case UNREACHABLE, CROWDED -> unavailable();
            case LOST ->
                    harmless
                            ? unavailable()
                            : unknown(HttpStatus.BAD_GATEWAY, "connection-lost", request);
            case OVERSIZED ->
                    Problem.of(
                            HttpStatus.BAD_GATEWAY,
                            "answer-too-large",
                            "Answer too large",
                            "The answer is larger than this gateway passes on. Please ask for less at a time.");
            case TIMED_OUT ->
                    harmless
                            ? Problem.of(
                                            HttpStatus.GATEWAY_TIMEOUT,
                                            "no-answer-in-time",
                                            "No answer in time",
                                            "This part of the shop is slower than we let you wait. Please try again.")
                                    .retryAfter(SOON)
                            : unknown(HttpStatus.GATEWAY_TIMEOUT, "no-answer-in-time", request);
        };
    }

    static Problem unavailable() {
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "unavailable",
                        "Temporarily unavailable",
                        "This part of the shop cannot be reached right now; nothing was changed. Please try again shortly.")
                .retryAfter(SOON);
    }

    /** The client has not sent its body in time. */
    static Problem tooSlow() {
        return Problem.of(
                HttpStatus.REQUEST_TIMEOUT,
                "request-too-slow",
                "Request too slow",
                "The body of the request did not arrive in time; nothing was done. Please send it faster.");
    }

    /** It was not sent, because most of what is sent there comes to nothing at the moment. */
    static Problem spared() {
        return Problem.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "recovering",
                        "Temporarily unavailable",
                        "This part of the shop is in trouble and gets a moment to recover; nothing was sent to it. Please try again shortly.")
                .retryAfter(SOON.multipliedBy(2));
    }

    /**
     * The request may have been carried out. Saying "failed" would invite the client to do it
     * twice.
     */
    private static Problem unknown(HttpStatus status, String name, ServerRequest request) {
        String advice;
        if (Attempt.isKeyedOrder(request)) {
            advice = "Send it again with the same Idempotency-Key: it will be placed at most once.";
        } else if (Attempt.isCancellation(request)) {
            advice = "Send it again: the order will be cancelled at most once.";
        } else {
            advice = "Look whether it had an effect before you send it again.";
        }
        return Problem.of(
                        status,
                        name,
                        "Outcome unknown",
                        "The request was sent, but no answer came back; it may have been carried out. "
                                + advice)
                .retryAfter(SOON);
    }
}
