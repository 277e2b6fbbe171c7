package io.everstore.gateway.forwarding;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.function.ServerResponse;

/** An instance's answer on its way to the client: complete, or {@link EventStream events}. */
public final class UpstreamAnswer implements ServerResponse {

    private static final Logger log = LoggerFactory.getLogger(UpstreamAnswer.class);

    private final HttpStatusCode status;
    private final HttpHeaders headers = new HttpHeaders();
    private final Body body;

    /** What follows the headers. */
    interface Body {
        void writeTo(HttpServletResponse response) throws IOException;
    }

    private UpstreamAnswer(HttpStatusCode status, Body body) {
        this.status = status;
        this.body = body;
    }

    /**
     * For HEAD, 204 and 304: a Content-Length among the headers then tells of a body that is not
     * here.
     */
    static UpstreamAnswer withoutBody(HttpStatusCode status) {
        return new UpstreamAnswer(status, _ -> {});
    }

    /** Whole, without headers as yet. */
    public static UpstreamAnswer complete(HttpStatusCode status, byte[] body) {
        return new UpstreamAnswer(status, new Whole(body));
    }

    static UpstreamAnswer of(HttpStatusCode status, EventStream events) {
        return new UpstreamAnswer(status, events);
    }

    /** All that follows the headers; null if nothing does, or one does not know yet what. */
    public byte @Nullable [] content() {
        return body instanceof Whole(byte[] content) ? content : null;
    }

    boolean isStream() {
        return body instanceof EventStream;
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
            HttpServletRequest request, HttpServletResponse response, Context context) {
        response.setStatus(status.value());
        copyHeaders(response);
        try {
            body.writeTo(response);
        } catch (IOException e) {
            // The client has gone, so there is nobody left to tell.
            log.debug("{} left before the end of its answer", request.getRemoteAddr(), e);
        }
        return null;
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

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Whole(byte[] content) implements Body {
        @Override
        public void writeTo(HttpServletResponse response) throws IOException {
            response.setContentLength(content.length);
            response.getOutputStream().write(content);
        }
    }
}
