package io.everstore.gateway.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * A refusal that a client can act upon.
 *
 * @param name the stable last part of the type URI, as {@code unavailable}
 * @param detail what happened, where, and what to do about it; never an internal message
 * @param retryAfter when a second try makes sense; null if it does not
 */
public record Problem(
        HttpStatus status,
        String name,
        String title,
        String detail,
        @Nullable Duration retryAfter) {

    private static final URI TYPES = URI.create("https://everstore.dev/problems/");

    public static Problem of(HttpStatus status, String name, String title, String detail) {
        return new Problem(status, name, title, detail, null);
    }

    public Problem retryAfter(Duration time) {
        return new Problem(status, name, title, detail, time);
    }

    /** For a controller. */
    public ResponseEntity<?> toEntity() {
        var entity = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (retryAfter != null) {
            entity.header(HttpHeaders.RETRY_AFTER, retryAfterSeconds(retryAfter));
        }
        return entity.body(members());
    }

    /** For a route. */
    public ServerResponse toAnswer() {
        var answer = ServerResponse.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (retryAfter != null) {
            answer.header(HttpHeaders.RETRY_AFTER, retryAfterSeconds(retryAfter));
        }
        return answer.body(json());
    }

    /** For a filter, before there is a route. */
    public void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        if (retryAfter != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, retryAfterSeconds(retryAfter));
        }
        byte[] json = json();
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    /** Whole seconds, rounded up: earlier would be too early. */
    private static String retryAfterSeconds(Duration time) {
        return String.valueOf(time.plusMillis(999).toSeconds());
    }

    private byte[] json() {
        return JsonMapper.shared().writeValueAsBytes(members());
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", TYPES.resolve(name).toString());
        members.put("title", title);
        members.put("status", status.value());
        members.put("detail", detail);
        return members;
    }
}
