package io.everstore.catalog.product;

import io.everstore.resilience.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** An editor's change was not made, because it could have undone another's. */
final class EditConflict extends ErrorResponseException {

    private EditConflict(HttpStatus status, ProblemDetail problem) {
        super(status, problem, null);
    }

    /** The change does not say which version it was made on (428). */
    static EditConflict withoutPrecondition() {
        return problem(
                HttpStatus.PRECONDITION_REQUIRED,
                "if-match-missing",
                "If-Match is missing",
                "Read the product first and send its ETag in the header If-Match, so that nobody's"
                        + " change is overwritten unseen.");
    }

    /** The product has changed since (412). */
    static EditConflict onSku(Sku sku) {
        return problem(
                HttpStatus.PRECONDITION_FAILED,
                "version-conflict",
                "Changed meanwhile",
                "Product %s was changed by someone else since you read it. Read it again, then repeat your change."
                        .formatted(sku));
    }

    private static EditConflict problem(
            HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = Problems.of(status, type, title, detail);
        return new EditConflict(status, problem);
    }
}
