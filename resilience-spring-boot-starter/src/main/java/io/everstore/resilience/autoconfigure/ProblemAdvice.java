package io.everstore.resilience.autoconfigure;

import io.everstore.resilience.BodyTooLarge;
import io.everstore.resilience.Problems;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/**
 * Answers with a problem when a request did not reach its handler whole, or the handler failed.
 * Last in order: a service's own advice for its own facts comes first.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    static ProblemDetail problemOf(BodyTooLarge tooLarge) {
        return Problems.of(
                HttpStatus.CONTENT_TOO_LARGE,
                "body-too-large",
                "The request body is too large",
                Objects.requireNonNull(tooLarge.getMessage()) + "; send less at a time");
    }

    static ProblemDetail unexpected() {
        return Problems.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal-error",
                "Something went wrong here",
                "This is our fault and has been logged; trying again later may help");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> handleBodyTooLarge(BodyTooLarge tooLarge) {
        return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE).body(problemOf(tooLarge));
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> handleUnexpected(Exception unexpected) {
        BodyTooLarge tooLarge = BodyTooLarge.in(unexpected);
        if (tooLarge != null) {
            return handleBodyTooLarge(tooLarge);
        }
        log.error("Request failed", unexpected);
        return ResponseEntity.internalServerError().body(unexpected());
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        BodyTooLarge tooLarge = BodyTooLarge.in(failure);
        if (tooLarge != null) {
            return answer(failure, problemOf(tooLarge), headers, request);
        }
        ProblemDetail problem =
                failure.getCause() instanceof JacksonException json
                        ? JsonFault.problemOf(json)
                        : Problems.of(
                                status,
                                "body-missing",
                                "The request body is missing or unreadable",
                                "Send the body that this request needs");
        return answer(failure, problem, headers, request);
    }

    /** 422: the body was understood, but breaks a rule. */
    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException invalid,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        var errors =
                invalid.getAllErrors().stream().map(error -> entry(error, error.getObjectName()));
        return answer(
                invalid,
                invalid(HttpStatus.UNPROCESSABLE_CONTENT, errors.toList()),
                headers,
                request);
    }

    /** 422 if the body breaks a rule, else 400: a parameter or a header does. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException invalid,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (invalid.isForReturnValue()) {
            return handleExceptionInternal(invalid, unexpected(), headers, status, request);
        }
        List<ParameterValidationResult> results = invalid.getParameterValidationResults();
        boolean inBody = results.stream().anyMatch(ParameterErrors.class::isInstance);
        HttpStatus answered = inBody ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.BAD_REQUEST;
        var errors = results.stream().flatMap(ProblemAdvice::entries).toList();
        return answer(invalid, invalid(answered, errors), headers, request);
    }

    /** Gives everything else that Spring MVC refuses a stable type. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (status.is5xxServerError()) {
            log.error("Request failed", failure);
        }
        ResponseEntity<Object> answer =
                super.handleExceptionInternal(failure, body, headers, status, request);
        if (answer != null
                && answer.getBody() instanceof ProblemDetail problem
                && !isTyped(problem.getType())) {
            HttpStatus known = HttpStatus.resolve(status.value());
            String title = known == null ? "Refused" : known.getReasonPhrase();
            problem.setType(Problems.of(status, kebab(title), title, "").getType());
        }
        return answer;
    }

    private @Nullable ResponseEntity<Object> answer(
            Exception failure, ProblemDetail problem, HttpHeaders headers, WebRequest request) {
        HttpStatusCode status = HttpStatusCode.valueOf(problem.getStatus());
        return handleExceptionInternal(failure, problem, headers, status, request);
    }

    private static ProblemDetail invalid(HttpStatus status, List<Map<String, String>> errors) {
        ProblemDetail problem =
                Problems.of(
                        status,
                        "invalid-request",
                        "The request breaks a rule",
                        "Correct what 'errors' lists, and send it again");
        problem.setProperty("errors", errors);
        return problem;
    }

    private static Stream<Map<String, String>> entries(ParameterValidationResult result) {
        String parameter =
                Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), "");
        return result.getResolvableErrors().stream().map(error -> entry(error, parameter));
    }

    private static Map<String, String> entry(MessageSourceResolvable error, String otherwise) {
        String field = error instanceof FieldError inField ? inField.getField() : otherwise;
        String reason = Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid");
        return Map.of("field", field, "reason", reason);
    }

    private static boolean isTyped(@Nullable URI type) {
        return type != null && !type.toString().equals("about:blank");
    }

    private static String kebab(String title) {
        return title.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
