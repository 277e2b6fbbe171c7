package io.everstore.resilience.autoconfigure;

import static java.util.stream.Collectors.joining;

import io.everstore.resilience.Problems;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what is wrong with a JSON body, and where. */
final class JsonFault {

    private static final HttpStatus STATUS = HttpStatus.BAD_REQUEST;

    private JsonFault() {}

    static ProblemDetail problemOf(HttpMessageNotReadableException unreadable) {
        return switch (unreadable.getCause()) {
            case UnrecognizedPropertyException unknown -> unknownField(unknown);
            case DatabindException wrong -> wrongValue(wrong);
            case InputCoercionException outOfRange -> wrongValue(outOfRange);
            case JacksonException malformed -> malformed(malformed);
            case null, default ->
                    Problems.of(
                            STATUS,
                            "body-missing",
                            "The request body is missing or unreadable",
                            "Send the body that this request needs");
        };
    }

    private static ProblemDetail malformed(JacksonException failure) {
        return Problems.of(
                STATUS,
                "malformed-json",
                "The request body is no valid JSON",
                "%s: %s".formatted(where(failure), failure.getOriginalMessage()));
    }

    private static ProblemDetail unknownField(UnrecognizedPropertyException unknown) {
        String field = pathOf(unknown);
        Collection<Object> known =
                Objects.requireNonNullElse(unknown.getKnownPropertyIds(), List.of());
        String reason =
                "unknown; known here: "
                        + known.stream().map(Object::toString).sorted().collect(joining(", "));
        return listing(
                Problems.of(
                        STATUS,
                        "unknown-field",
                        "The request body has a field that is not known",
                        "%s: the field '%s' is %s".formatted(where(unknown), field, reason)),
                field,
                reason);
    }

    private static ProblemDetail wrongValue(JacksonException wrong) {
        String field = pathOf(wrong);
        String reason = "expected " + expected(wrong);
        return listing(
                Problems.of(
                        STATUS,
                        "invalid-value",
                        "The request body has a value of the wrong kind",
                        "%s: %s: %s"
                                .formatted(where(wrong), field.isEmpty() ? "body" : field, reason)),
                field,
                reason);
    }

    private static ProblemDetail listing(ProblemDetail problem, String field, String reason) {
        problem.setProperty("errors", List.of(Map.of("field", field, "reason", reason)));
        return problem;
    }

    private static String expected(JacksonException wrong) {
        Class<?> type =
                switch (wrong) {
                    case MismatchedInputException mismatched -> mismatched.getTargetType();
                    case InputCoercionException outOfRange -> outOfRange.getTargetType();
                    default -> null;
                };
        if (type == null) {
            return "another value";
        }
        if (type.isEnum()) {
            return "one of "
                    + List.of(type.getEnumConstants()).stream()
                            .map(Object::toString)
                            .collect(joining(", "));
        }
        return nameOf(type);
    }

    private static String nameOf(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return "a whole number, at most " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "a whole number, at most " + Long.MAX_VALUE;
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "a list";
        }
        return "an object";
    }

    private static String pathOf(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (Reference step : failure.getPath()) {
            @Nullable String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    private static String where(JacksonException failure) {
        TokenStreamLocation location = failure.getLocation();
        return location == null || location.getLineNr() < 1
                ? "In the body"
                : "Line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }
}
