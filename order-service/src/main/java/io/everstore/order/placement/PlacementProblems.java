package io.everstore.order.placement;

import io.everstore.order.idempotency.IdempotencyKey;
import io.everstore.order.idempotency.MalformedKey;
import io.everstore.resilience.Problems;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What a customer reads when an order is not placed, or may not be. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class PlacementProblems {

    private static final Logger log = LoggerFactory.getLogger(PlacementProblems.class);

    @ExceptionHandler(KeyMissing.class)
    ProblemDetail missing() {
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                "idempotency-key-missing",
                "Idempotency-Key missing",
                "Send a header Idempotency-Key that you make up for this order ("
                        + IdempotencyKey.RULE
                        + ") and keep for every re-send of it, so that it is never placed twice.");
    }

    @ExceptionHandler(MalformedKey.class)
    ProblemDetail malformed() {
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                "idempotency-key-malformed",
                "Idempotency-Key malformed",
                "The header Idempotency-Key must be " + IdempotencyKey.RULE + "; a UUID will do.");
    }

    @ExceptionHandler(KeyReused.class)
    ProblemDetail reused() {
        return Problems.of(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "idempotency-key-reused",
                "Idempotency-Key already used",
                "You sent this Idempotency-Key before with another order, which stays as it is."
                        + " Nothing was ordered now; use a new key for a new order.");
    }

    @ExceptionHandler(KeyInFlight.class)
    ResponseEntity<ProblemDetail> inFlight() {
        return Problems.retryAfter(
                Duration.ofSeconds(1),
                Problems.of(
                        HttpStatus.CONFLICT,
                        "idempotency-key-in-flight",
                        "Order is being placed",
                        "Another request with this Idempotency-Key is still being placed. Send it again"
                                + " in a second with the same key to learn what became of it."));
    }

    @ExceptionHandler
    ProblemDetail notValid(LinesNotValid e) {
        ProblemDetail problem =
                Problems.of(HttpStatus.UNPROCESSABLE_CONTENT, e.type(), e.title(), e.detail());
        problem.setProperty("skus", e.skus());
        problem.setProperty("errors", e.errors());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail notAccepted(TotalNotAccepted e) {
        ProblemDetail problem =
                Problems.of(HttpStatus.UNPROCESSABLE_CONTENT, e.type(), e.title(), e.detail());
        problem.setProperty("total", e.total());
        return problem;
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unknown(OutcomeUnknown e) {
        // Without its stack: during an outage there is one of these per request.
        log.warn(
                "Database and intake are away: {}: {}",
                e.getMessage(),
                String.valueOf(e.getCause()));
        return Problems.unavailable(
                "Orders are not available right now",
                "The order may or may not have been placed. Send it again with the same"
                        + " Idempotency-Key: it is placed once, however often you send it.");
    }
}
