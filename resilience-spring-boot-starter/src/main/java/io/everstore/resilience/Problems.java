package io.everstore.resilience;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * Problem details (RFC 9457) as every service of the platform writes them. They name the trace of
 * the request, if it has one: with it a complaint leads to the log and to what was done where.
 */
public final class Problems {

    private static final String TYPES = "https://everstore.dev/problems/";

    /** In the document, and in the log's context, where whoever traces requests has put it. */
    private static final String TRACE = "traceId";

    private Problems() {}

    /**
     * Creates a problem.
     *
     * @param name kebab-case and stable: the last part of the {@code type}, which clients branch on
     * @param title the same for every problem of this type
     * @param detail what is wrong with this request, where, and what to do; never the message of an
     *     exception if the status is 5xx
     */
    public static ProblemDetail of(
            HttpStatusCode status, String name, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + name));
        problem.setTitle(title);
        return traced(problem);
    }

    /**
     * The same for the request of this thread: one exception may be the answer to many that waited
     * for the same, and each has a trace of its own.
     */
    public static ProblemDetail ofThisRequest(ProblemDetail problem) {
        ProblemDetail own = ProblemDetail.forStatus(problem.getStatus());
        own.setType(problem.getType());
        own.setTitle(problem.getTitle());
        own.setDetail(problem.getDetail());
        own.setInstance(problem.getInstance());
        if (problem.getProperties() != null) {
            problem.getProperties().forEach(own::setProperty);
        }
        return traced(own);
    }

    private static ProblemDetail traced(ProblemDetail problem) {
        String trace = MDC.get(TRACE);
        if (trace != null) {
            problem.setProperty(TRACE, trace);
        }
        return problem;
    }

    /**
     * Creates a problem that the status says enough about, like a path that does not exist: {@code
     * not-found} for 404 and so on.
     */
    public static ProblemDetail ofStatus(HttpStatusCode status, String detail) {
        HttpStatus known = HttpStatus.resolve(status.value());
        String title = known == null ? "Refused" : known.getReasonPhrase();
        return of(status, title.toLowerCase(Locale.ROOT).replace(' ', '-'), title, detail);
    }

    /** Creates the answer to a failure that nobody foresaw; its cause belongs into the log only. */
    public static ProblemDetail unexpected() {
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Something went wrong here",
                "This is our fault and has been logged; trying again later may help");
    }

    /** Answers with a problem that is a passing one: the same request may be sent again then. */
    public static ResponseEntity<ProblemDetail> retryAfter(Duration wait, ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .header(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds()))
                .body(problem);
    }

    /** Answers 503: something this needs is away, and may be back in a second. */
    public static ResponseEntity<ProblemDetail> unavailable(String title, String detail) {
        return retryAfter(
                Duration.ofSeconds(1),
                of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", title, detail));
    }

    /** Answers with a problem where no message converter is at hand, as in a filter. */
    public static void write(HttpServletResponse response, JsonMapper json, ProblemDetail problem)
            throws IOException {
        byte[] body = json.writeValueAsBytes(problem);
        response.setStatus(problem.getStatus());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
