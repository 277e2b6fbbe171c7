package io.everstore.gateway.routing;

import io.everstore.gateway.problem.Problem;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Refuses HTML forms. No API of the shop takes them, a form is the one way in which a foreign page
 * can make a browser send a body without asking us first, and Tomcat would take its fields for
 * parameters of the URL.
 */
final class NoForms implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final Set<String> FORMS =
            Set.of(
                    MediaType.APPLICATION_FORM_URLENCODED_VALUE,
                    MediaType.MULTIPART_FORM_DATA_VALUE);

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next)
            throws Exception {
        Optional<MediaType> type = request.headers().contentType();
        if (type.isPresent()
                && FORMS.contains(type.get().getType() + "/" + type.get().getSubtype())) {
            return Problem.of(
                            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                            "unsupported-content-type",
                            "Unsupported content type",
                            "This API takes no HTML forms. Send JSON with Content-Type: application/json.")
                    .toAnswer();
        }
        return next.handle(request);
    }
}
