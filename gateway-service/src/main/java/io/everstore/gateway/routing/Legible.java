package io.everstore.gateway.routing;

import io.everstore.gateway.problem.Problem;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Refuses what could not be passed on as it was meant. */
final class Legible implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final Set<String> FORMS =
            Set.of(
                    MediaType.APPLICATION_FORM_URLENCODED_VALUE,
                    MediaType.MULTIPART_FORM_DATA_VALUE);

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        // In this order: asking for the parameters of a form would read its body.
        if (isForm(request)) {
            return Problem.of(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "unsupported-content-type",
                            "Unsupported content type",
                            "This API takes no HTML forms. Send JSON with Content-Type: application/json.")
                    .toAnswer();
        }
        if (!hasReadableQuery(request)) {
            return Problem.of(
                            HttpStatus.BAD_REQUEST,
                            "malformed-query",
                            "Malformed query",
                            "The part of the URL after the question mark cannot be decoded as UTF-8. Please encode it.")
                    .toAnswer();
        }
        return next.handle(request);
    }

    /**
     * No API of the shop takes forms, a form is the one way in which a foreign page can make a
     * browser send a body without asking us first, and Tomcat would take its fields for parameters
     * of the URL.
     */
    private static boolean isForm(ServerRequest request) {
        return request.headers()
                .contentType()
                .filter(type -> FORMS.contains(type.getType() + "/" + type.getSubtype()))
                .isPresent();
    }

    /** Tomcat throws when it is asked for parameters that it cannot decode. */
    private static boolean hasReadableQuery(ServerRequest request) {
        try {
            var _ = request.servletRequest().getParameterMap();
            return true;
        } catch (IllegalStateException _) {
            return false;
        }
    }
}
