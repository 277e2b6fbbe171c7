package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;
import io.everstore.resilience.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The stock cannot be changed by that much: it stays between 0 and 1,000,000,000 pieces. */
final class InsufficientStock extends ErrorResponseException {

    private InsufficientStock(ProblemDetail problem) {
        super(HttpStatus.CONFLICT, problem, null);
    }

    static InsufficientStock of(Sku sku, int remaining, int delta) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.CONFLICT,
                        "insufficient-stock",
                        "Insufficient stock",
                        "The stock of %s is %d and cannot change by %d: it must stay between 0 and 1000000000."
                                .formatted(sku, remaining, delta));
        return new InsufficientStock(problem);
    }
}
