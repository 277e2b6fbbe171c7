package io.everstore.order.cancellation;

import io.everstore.order.commit.NotReplicated;
import io.everstore.order.lifecycle.OrderStatus;
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

/** What a customer reads when an order is not cancelled, or may not be. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class CancellationProblems {

    private static final Logger log = LoggerFactory.getLogger(CancellationProblems.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notCancellable(NotCancellable e) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.CONFLICT,
                        "order-not-cancellable",
                        "Order cannot be cancelled",
                        e.status() == OrderStatus.REJECTED
                                ? "This order was rejected, so nothing is reserved for it and there is"
                                        + " nothing to cancel."
                                : "This order is still on its way to being confirmed. Please try again"
                                        + " in a second.");
        problem.setProperty("orderStatus", e.status());
        return e.isPassing()
                ? Problems.retryAfter(Duration.ofSeconds(1), problem)
                : ResponseEntity.status(HttpStatus.CONFLICT).body(problem);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unknown(NotReplicated e) {
        log.warn("{}: {}", e.getMessage(), String.valueOf(e.getCause()));
        return Problems.unavailable(
                "Orders are not available right now",
                "The order may or may not be cancelled. Cancel it again: that is done"
                        + " once, however often you ask.");
    }
}
