package io.everstore.resilience.autoconfigure;

import io.everstore.resilience.BodyTooLarge;
import io.everstore.resilience.Problems;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Answers with a problem when a request did not reach its handler whole, or the handler failed.
 * Last in order: a service's own advice for its own facts comes first.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> handleUnexpected(Exception unexpected) {
        BodyTooLarge tooLarge = BodyTooLarge.in(unexpected);
        if (tooLarge == null) {
            log.error("Request failed", unexpected);
        }
        ProblemDetail problem = tooLarge == null ? Problems.unexpected() : tooLarge.toProblem();
        return ResponseEntity.status(problem.getStatus()).body(problem);
    }

    /** Everything that Spring MVC refuses comes through here, whatever handled it. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure,
            @Nullable Object body,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        ProblemDetail problem = problemOf(failure, status);
        if (problem.getStatus() >= 500) {
            log.error("Request failed", failure);
        }
        HttpStatusCode answered = HttpStatusCode.valueOf(problem.getStatus());
        return super.handleExceptionInternal(failure, problem, headers, answered, request);
    }

    private static ProblemDetail problemOf(Exception failure, HttpStatusCode status) {
        return switch (failure) {
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case MethodArgumentNotValidException invalid ->
                    invalid(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            invalid.getAllErrors().stream()
                                    .map(error -> entry(error, error.getObjectName())));
            case HandlerMethodValidationException invalid -> invalid(invalid);
            case NoResourceFoundException none ->
                    Problems.ofStatus(status, "There is nothing at /" + none.getResourcePath());
            case HttpRequestMethodNotSupportedException wrong ->
                    Problems.ofStatus(
                            status,
                            "%s is not possible here, but %s"
                                    .formatted(wrong.getMethod(), wrong.getSupportedHttpMethods()));
            case HttpMediaTypeNotSupportedException wrong ->
                    Problems.ofStatus(
                            status,
                            "%s is not understood here; send %s"
                                    .formatted(
                                            wrong.getContentType(),
                                            wrong.getSupportedMediaTypes()));
            case ErrorResponse response -> typed(response.getBody());
            default ->
                    status.is5xxServerError()
                            ? Problems.unexpected()
                            : Problems.ofStatus(status, "The request cannot be understood");
        };
    }

    private static ProblemDetail unreadable(HttpMessageNotReadableException failure) {
        BodyTooLarge tooLarge = BodyTooLarge.in(failure);
        return tooLarge == null ? JsonFault.problemOf(failure) : tooLarge.toProblem();
    }

    /** 422 if the body was understood but breaks a rule, 400 if a parameter or a header does. */
    private static ProblemDetail invalid(HandlerMethodValidationException invalid) {
        if (invalid.isForReturnValue()) {
            return Problems.unexpected();
        }
        List<ParameterValidationResult> results = invalid.getParameterValidationResults();
        boolean inBody = results.stream().anyMatch(ParameterErrors.class::isInstance);
        return invalid(
                inBody ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.BAD_REQUEST,
                results.stream().flatMap(ProblemAdvice::entries));
    }

    private static ProblemDetail invalid(HttpStatus status, Stream<Map<String, String>> errors) {
        ProblemDetail problem =
                Problems.of(
                        status,
                        "invalid-request",
                        "The request breaks a rule",
                        "Correct what 'errors' lists, and send it again");
        problem.setProperty("errors", errors.toList());
        return problem;
    }

    private static Stream<Map<String, String>> entries(ParameterValidationResult result) {
        String name =
                Objects.requireNonNullElse(result.getMethodParameter().getParameterName(), "");
        return result.getResolvableErrors().stream().map(error -> entry(error, name));
    }

    private static Map<String, String> entry(MessageSourceResolvable error, String otherwise) {
        String field = error instanceof FieldError inField ? inField.getField() : otherwise;
        String reason = Objects.requireNonNullElse(error.getDefaultMessage(), "is not valid");
        return Map.of("field", field, "reason", reason);
    }

    private static ProblemDetail typed(ProblemDetail problem) {
        if (problem.getType() == null) {
            HttpStatusCode status = HttpStatusCode.valueOf(problem.getStatus());
            problem.setType(Problems.ofStatus(status, "").getType());
        }
        return Problems.ofThisRequest(problem);
    }

    /** What failed outside of Spring MVC: in a filter or in the container. */
    @RestController
    static class ErrorPage implements ErrorController {

        @RequestMapping("${spring.web.error.path:/error}")
        ResponseEntity<ProblemDetail> answer(HttpServletRequest request) {
            HttpStatus status =
                    request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)
                                    instanceof Integer code
                            ? HttpStatus.resolve(code)
                            : HttpStatus.NOT_FOUND;
            ProblemDetail problem =
                    status == null || status.is5xxServerError()
                            ? Problems.unexpected()
                            : Problems.ofStatus(
                                    status,
                                    "The request was refused before it reached its handler");
            return ResponseEntity.status(problem.getStatus())
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
    }
}
