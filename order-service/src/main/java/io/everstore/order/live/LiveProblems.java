package io.everstore.order.live;

import io.everstore.resilience.Problems;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What a client reads that gets no stream. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class LiveProblems {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notOpened(StreamNotOpened e) {
        HttpStatus status =
                e.isTooManyOfCustomer()
                        ? HttpStatus.TOO_MANY_REQUESTS
                        : HttpStatus.SERVICE_UNAVAILABLE;
        return Problems.retryAfter(
                Duration.ofSeconds(10),
                Problems.of(
                        status,
                        "too-many-streams",
                        "Too many live views",
                        e.isTooManyOfCustomer()
                                ? "You watch many orders already. Close one of them, or ask for"
                                        + " this order with GET."
                                : "So many orders are watched that this one cannot be. Please ask"
                                        + " for it with GET, or come back in a moment."));
    }
}
