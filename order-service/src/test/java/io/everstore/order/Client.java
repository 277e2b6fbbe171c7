package io.everstore.order;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A customer who talks HTTP to the service under test. */
public final class Client {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final String origin;
    private final @Nullable String token;
    private final @Nullable String traceparent;

    private Client(String origin, @Nullable String token, @Nullable String traceparent) {
        this.origin = origin;
        this.token = token;
        this.traceparent = traceparent;
    }

    public static Client of(Environment environment, String customer) {
        return withToken(environment, Tokens.of(customer));
    }

    public static Client withToken(Environment environment, @Nullable String token) {
        return new Client(
                "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"),
                token,
                null);
    }

    /** The same customer, as a gateway passes on what belongs to a trace. */
    public Client inTrace(String traceparent) {
        return new Client(origin, token, traceparent);
    }

    /** An answer with its JSON. */
    public record Answer(int status, HttpResponse<String> response) {

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public String text(String pointer) {
            return json().at(pointer).asString();
        }

        /** The last part of the problem's type. */
        public String problem() {
            return text("/type").replace("https://everstore.dev/problems/", "");
        }

        public @Nullable String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        @Override
        public String toString() {
            return status + " " + response.headers().map() + " " + response.body();
        }
    }

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    public static String order(String sku, int quantity) {
        return "{\"lines\":[{\"sku\":\"%s\",\"quantity\":%d}]}".formatted(sku, quantity);
    }

    public Answer place(String key, String body) {
        return post(key, BodyPublishers.ofString(body));
    }

    public Answer post(@Nullable String key, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request =
                request("/api/orders").POST(body).header("Content-Type", "application/json");
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return send(request);
    }

    public Answer cancel(Object order) {
        return send(request("/api/orders/" + order + "/cancel").POST(BodyPublishers.noBody()));
    }

    /** Opens a stream of server-sent events; returns when the first byte of it is there. */
    public HttpResponse<InputStream> watch(Object order, String... headers) {
        HttpRequest.Builder request = request("/api/orders/" + order + "/events").GET();
        request.header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request, BodyHandlers.ofInputStream());
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (traceparent != null) {
            request.header("traceparent", traceparent);
        }
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response);
    }

    private static <T> HttpResponse<T> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return HTTP.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
