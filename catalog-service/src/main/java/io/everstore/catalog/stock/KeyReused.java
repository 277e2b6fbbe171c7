package io.everstore.catalog.stock;

import io.everstore.catalog.product.Sku;
import io.everstore.resilience.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A key was sent before with another correction of the same product. */
final class KeyReused extends ErrorResponseException {

    private KeyReused(ProblemDetail problem) {
        super(HttpStatus.UNPROCESSABLE_CONTENT, problem, null);
    }

    static KeyReused on(Sku sku, int firstDelta) {
        return new KeyReused(
                Problems.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "idempotency-key-reused",
                        "Idempotency-Key already used",
                        "With this Idempotency-Key the stock of %s was changed by %d before. Nothing was changed now; use a new key for a new change."
                                .formatted(sku, firstDelta)));
    }
}
