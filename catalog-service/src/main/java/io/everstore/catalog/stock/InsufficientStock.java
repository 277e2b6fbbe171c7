package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;
import java.net.URI;
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
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.CONFLICT,
                        "The stock of %s is %d and cannot change by %d: it must stay between 0 and 1000000000."
                                .formatted(sku, remaining, delta));
        problem.setType(URI.create("https://everstore.dev/problems/insufficient-stock"));
        problem.setTitle("Insufficient stock");
        return new InsufficientStock(problem);
    }
}
