package io.everstore.catalog.importing;

import io.everstore.resilience.Problems;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** An import cannot be continued the way its client tried to. */
final class ImportProblem extends ErrorResponseException {

    private ImportProblem(HttpStatus status, ProblemDetail problem) {
        super(status, problem, null);
    }

    static ImportProblem unknown(UUID id) {
        return problem(
                HttpStatus.NOT_FOUND,
                "unknown-import",
                "Unknown import",
                "There is no import %s. Open one with POST /api/imports.".formatted(id));
    }

    static ImportProblem closed(UUID id, ImportJob.State state) {
        return problem(
                HttpStatus.CONFLICT,
                "import-closed",
                "Import is closed",
                "Import %s is %s and takes no more changes. Open a new one with POST /api/imports."
                        .formatted(id, state));
    }

    static ImportProblem busy(UUID id) {
        ImportProblem problem =
                problem(
                        HttpStatus.CONFLICT,
                        "import-busy",
                        "Import is busy",
                        "Another request is working on import %s. Try again in a second."
                                .formatted(id));
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
        return problem;
    }

    static ImportProblem malformed(int position, String reason) {
        return problem(
                HttpStatus.BAD_REQUEST,
                "malformed-json",
                "Malformed batch",
                "Row %d of this batch %s. Nothing of the batch was taken: correct it and send it again."
                        .formatted(position, reason));
    }

    static ImportProblem tooManyRows(int limit) {
        return problem(
                HttpStatus.CONTENT_TOO_LARGE,
                "batch-too-large",
                "Batch too large",
                "A batch holds at most %d rows. Send the rows in more batches.".formatted(limit));
    }

    private static ImportProblem problem(
            HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = Problems.of(status, type, title, detail);
        return new ImportProblem(status, problem);
    }
}
