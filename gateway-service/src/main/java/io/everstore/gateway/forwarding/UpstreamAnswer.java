package io.everstore.gateway.forwarding;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * An instance's answer on its way to the client: complete in memory, or its head and the stream of
 * the rest.
 */
final class UpstreamAnswer implements ServerResponse {

    private final HttpStatusCode status;
    private final HttpHeaders headers = new HttpHeaders();
    private final byte @Nullable [] head;
    private final @Nullable InputStream rest;
    private final @Nullable Closeable connection;

    private UpstreamAnswer(
            HttpStatusCode status,
            byte @Nullable [] head,
            @Nullable InputStream rest,
            @Nullable Closeable connection) {
        this.status = status;
        this.head = head;
        this.rest = rest;
        this.connection = connection;
    }

    /**
     * For HEAD, 204 and 304: a Content-Length among the headers then tells of a body that is not
     * here.
     */
    static UpstreamAnswer withoutBody(HttpStatusCode status) {
        return new UpstreamAnswer(status, null, null, null);
    }

    static UpstreamAnswer complete(HttpStatusCode status, byte[] body) {
        return new UpstreamAnswer(status, body, null, null);
    }

    static UpstreamAnswer streamed(
            HttpStatusCode status, byte[] head, InputStream rest, Closeable connection) {
        return new UpstreamAnswer(status, head, rest, connection);
    }

    @Override
    public HttpStatusCode statusCode() {
        return status;
    }

    @Override
    public HttpHeaders headers() {
        return headers;
    }

    @Override
    public MultiValueMap<String, Cookie> cookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public @Nullable ModelAndView writeTo(
            HttpServletRequest request, HttpServletResponse response, Context context)
            throws IOException {
        try (connection) {
            response.setStatus(status.value());
            copyHeaders(response);
            if (head == null) {
                return null;
            }
            if (rest == null && !status.isSameCodeAs(HttpStatus.NO_CONTENT)) {
                response.setContentLength(head.length);
            }
            response.getOutputStream().write(head);
            if (rest != null) {
                rest.transferTo(response.getOutputStream());
            }
            return null;
        }
    }

    /** The first value replaces what a filter of ours has set before, as Everstore-Served-By. */
    private void copyHeaders(HttpServletResponse response) {
        headers.forEach(
                (name, values) -> {
                    boolean replaces = !name.equalsIgnoreCase(HttpHeaders.SET_COOKIE);
                    for (String value : values) {
                        if (replaces) {
                            response.setHeader(name, value);
                        } else {
                            response.addHeader(name, value);
                        }
                        replaces = false;
                    }
                });
    }
}
