package io.everstore.order.history;

import io.everstore.resilience.Problems;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What a customer reads when a page or an order is not there. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class HistoryProblems {

    @ExceptionHandler(OrderNotFound.class)
    ProblemDetail notFound() {
        return Problems.of(
                HttpStatus.NOT_FOUND,
                "order-not-found",
                "Order not found",
                "You have no order with this id. GET /api/orders lists those you have.");
    }

    @ExceptionHandler(NotKnownNow.class)
    ResponseEntity<ProblemDetail> notKnown() {
        return Problems.unavailable(
                "Orders are not available right now",
                "This order cannot be looked up at the moment, which says nothing about"
                        + " whether there is one. Please ask again in a second.");
    }

    @ExceptionHandler(CursorNotValid.class)
    ProblemDetail notValid() {
        return Problems.of(
                HttpStatus.BAD_REQUEST,
                "cursor-not-valid",
                "Cursor not valid",
                "The parameter 'after' is not a cursor of your list of orders. Pass 'next' of the page"
                        + " before unchanged, or leave 'after' out to begin with the newest order.");
    }
}
