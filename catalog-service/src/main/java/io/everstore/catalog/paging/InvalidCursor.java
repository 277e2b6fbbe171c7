package io.everstore.catalog.paging;

import io.everstore.resilience.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The cursor was not made by this service, or for another listing. */
public final class InvalidCursor extends ErrorResponseException {

    private InvalidCursor(ProblemDetail problem) {
        super(HttpStatus.BAD_REQUEST, problem, null);
    }

    static InvalidCursor refused() {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.BAD_REQUEST,
                        "invalid-cursor",
                        "Invalid cursor",
                        "The cursor in 'after' is not one that this listing gave out. Use 'next' of"
                                + " the previous page unchanged and with the same query and"
                                + " category, or leave 'after' out to start again.");
        return new InvalidCursor(problem);
    }
}
